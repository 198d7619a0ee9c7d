import { defineLab } from "#harness";
import { dissect } from "./dissect.js";

export default defineLab({
  name: "udp-echo",
  title: "Upper case over UDP",
  roles: {
    server: { args: ["port"], listens: "udp" },
    client: { args: ["host", "port"] },
  },
  dissect,
});
