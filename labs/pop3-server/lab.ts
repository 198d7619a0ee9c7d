import { defineLab } from "#harness";
import { dissect } from "./dissect.js";

export default defineLab({
  name: "pop3-server",
  title: "A maildrop to read from",
  roles: { server: { args: ["port", "maildrop-dir"], listens: "tcp" } },
  dissect,
});
