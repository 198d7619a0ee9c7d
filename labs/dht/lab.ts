import { defineLab } from "#harness";
import { dissect } from "./dissect.js";

export default defineLab({
  name: "dht",
  title: "A circular hash table",
  roles: { peer: { args: ["id", "port", "[<known-host>:<known-port>]"], listens: "udp" } },
  dissect,
  plays: "notes-ring",
});
