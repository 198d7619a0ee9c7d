import { defineLab } from "#harness";
import { dissect } from "./dissect.js";

export default defineLab({
  name: "http-server",
  title: "A server for HTTP/1.1",
  roles: { server: { args: ["port", "root"], listens: "tcp" } },
  dissect,
});
