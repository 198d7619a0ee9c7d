import { defineLab } from "#harness";
import { dissect } from "./dissect.js";

export default defineLab({
  name: "smtp-client",
  title: "A client that delivers mail by SMTP",
  roles: { client: { args: ["host", "port", "from", "subject", "to..."], onTheWire: "/exchanges" } },
  dissect,
});
