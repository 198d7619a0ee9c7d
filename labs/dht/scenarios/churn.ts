import { scenario } from "#harness";
import { Peers } from "../peers.js";

const role = "peer";

/** Peers at the start, and how few and how many there are ever. */
const SIZE = { start: 6, least: 4, most: 9 };
/** Joins, leaves and kills, then joins and leaves alone, over which no entry is lost. */
const EVENTS = { withKills: 15, withEntries: 15 };
/** Intervals until a ring is true again. */
const HEALS = 24;

type Change = "join" | "leave" | "kill";

export const churn = scenario("churn", { role, slow: true }, async (stage) => {
  const { seed } = stage;
  using peers = await Peers.open(stage);
  const ids = peers.ids(SIZE.start + EVENTS.withKills + EVENTS.withEntries);
  const nextId = () => ids.pop() as number;
  await peers.startRing(Array.from({ length: SIZE.start }, nextId));
  if (!(await peers.converge("ring", HEALS))) return;

  const change = async (kinds: readonly Change[]): Promise<boolean> => {
    const size = peers.living.length;
    const kind = size <= SIZE.least ? "join" : seed.pick(size >= SIZE.most ? kinds.filter((one) => one !== "join") : kinds);
    const peer = seed.pick(peers.living);
    if (kind === "join") await peers.start(nextId(), peer);
    else if (kind === "leave") await peers.leave(peer);
    else {
      await peers.kill(peer);
      // At most one at a time.
      return await peers.converge("after-kill", HEALS);
    }
    return true;
  };
  for (let i = 0; i < EVENTS.withKills; i++) if (!(await change(["join", "leave", "kill"]))) return;
  if (!(await peers.converge("half-time", HEALS))) return;
  const pairs = peers.pairs(12);
  await peers.put("puts", pairs);
  for (let i = 0; i < EVENTS.withEntries; i++) await change(["join", "leave"]);
  if (!(await peers.converge("in-the-end", HEALS))) return;
  await peers.findEverywhere("finds");
  await peers.get(
    "gets",
    pairs.map(([key]) => key),
    2,
  );
});
