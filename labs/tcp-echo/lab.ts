import { defineLab } from "#harness";
import { dissect } from "./dissect.js";

export default defineLab({
  name: "tcp-echo",
  title: "Upper case over TCP",
  roles: {
    server: { args: ["port"], listens: "tcp" },
    client: { args: ["host", "port"] },
  },
  dissect,
});
