import { scenario } from "#harness";
import { Peers, type Peer } from "../../../../labs/dht/peers.js";

const role = "peer";

/** Intervals until a ring is true again. */
const HEALS = 24;

export const allAtOnce = scenario("hidden-changes-at-once", { role }, async (stage) => {
  const { seed } = stage;
  using peers = await Peers.open(stage);
  const ids = peers.ids(10);
  await peers.startRing(ids.slice(0, 6));
  if (!(await peers.converge("ring", HEALS))) return;
  const stays = peers.living[0] as Peer;
  const leaver = seed.pick(peers.living.slice(1));
  await Promise.all([peers.leave(leaver), peers.startAtOnce(ids.slice(6), stays)]);
  await peers.converge("changed", HEALS);
});
