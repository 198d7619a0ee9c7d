import { scenario } from "#harness";
import { Ring } from "../ring.js";

const role = "peer";

/** Intervals for which a peer in a ring at peace is watched. */
const WATCHED = 6;

export const joinsARing = scenario("joins-a-ring", { role }, async (stage) => {
  using ring = await Ring.open(stage);
  if (!(await ring.admit())) return;
  const client = await ring.client();
  await client.ask("state", { type: "state" });
  ring.phase("watched");
  await ring.intervals(WATCHED);
  await ring.ask(ring.member("predecessor"), "ping", { type: "ping", from: ring.member("predecessor").ref });
});
