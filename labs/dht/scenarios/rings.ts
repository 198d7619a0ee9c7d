import { scenario } from "#harness";
import { Peers, type Peer } from "../peers.js";
import { within } from "../places.js";

const role = "peer";

/** Intervals until a ring is to be true: several times what careful peers take. */
const CONVERGES = 24;
/** After a death or a pause. */
const HEALS = 24;

/** Starts a ring, and waits until all know each other; false: they do not. */
async function ringOf(peers: Peers, ids: readonly number[]): Promise<boolean> {
  await peers.startRing(ids);
  return await peers.converge("ring", CONVERGES);
}

/** Puts pairs, and gets each key at so many peers. */
async function exchangeEntries(peers: Peers, count: number, each?: number): Promise<string[]> {
  const pairs = peers.pairs(count);
  await peers.put("puts", pairs);
  const keys = pairs.map(([key]) => key);
  await peers.get("gets", keys, each);
  return keys;
}

export const two = scenario("ring-of-2", { role }, async (stage) => {
  using peers = await Peers.open(stage);
  if (!(await ringOf(peers, [stage.seed.int(20_000, 30_000), stage.seed.int(40_000, 50_000)]))) return;
  await exchangeEntries(peers, 6);
});

export const notes = scenario("ring-of-the-notes", { role }, async (stage) => {
  using peers = await Peers.open(stage);
  if (!(await ringOf(peers, [1, 3, 4, 5, 8, 10, 12, 15]))) return;
  await peers.start(13, peers.living[0] as Peer);
  if (!(await peers.converge("ring-with-13", CONVERGES))) return;
  await peers.findEverywhere("finds");
});

export const eight = scenario("ring-of-8", { role }, async (stage) => {
  const { seed } = stage;
  using peers = await Peers.open(stage);
  await peers.start(seed.int(0, 65_535), null);
  await peers.startAtOnce(peers.ids(7), peers.living[0] as Peer);
  if (!(await peers.converge("joined-at-once", CONVERGES))) return;
  const pairs = peers.pairs(12);
  await peers.put("puts", [...pairs, ...pairs.slice(0, 4).map(([key]) => [key, seed.word()] as const)]);
  const keys = pairs.map(([key]) => key);
  await peers.get("gets", keys);
  await peers.startAtOnce(peers.idsOf(keys, 3), peers.living[2] as Peer);
  if (!(await peers.converge("three-more", CONVERGES))) return;
  await peers.get("gets-after-joins", keys, 3);
  for (const key of keys.slice(-3)) await peers.leave(peers.ownerOf(key));
  if (!(await peers.converge("three-less", HEALS))) return;
  await peers.get("gets-after-leaves", keys, 3);
});

export const killed = scenario("one-killed", { role }, async (stage) => {
  using peers = await Peers.open(stage);
  if (!(await ringOf(peers, peers.ids(6)))) return;
  const victim = stage.seed.pick(peers.living.slice(1));
  await peers.kill(victim);
  if (!(await peers.converge("whole-again", HEALS))) return;
  await peers.findEverywhere("finds", victim.ref.id);
  await exchangeEntries(peers, 4, 3);
});

/** Long enough to be taken for dead by all others. */
const PAUSE = 6;

export const paused = scenario("one-paused", { role }, async (stage) => {
  using peers = await Peers.open(stage);
  if (!(await ringOf(peers, peers.ids(5)))) return;
  const { program } = stage.seed.pick(peers.living.slice(1));
  program.signal("SIGSTOP");
  await peers.intervalsByClock(PAUSE);
  program.signal("SIGCONT");
  await peers.converge("healed", HEALS);
});

const MANY = 24;
export const many = scenario("ring-of-24", { role, slow: true }, async (stage) => {
  using peers = await Peers.open(stage);
  if (!(await ringOf(peers, peers.ids(MANY)))) return;
  await peers.findEverywhere("finds");
  await exchangeEntries(peers, 10, 4);
  const victim = stage.seed.pick(peers.living.slice(1));
  await peers.kill(victim);
  if (!(await peers.converge("whole-again", HEALS))) return;
  // The dead one would be the last before it: who has it for a shortcut still would take that.
  await peers.findEverywhere("finds-again", (victim.ref.id + 1) % 65_536);
});

/** Intervals in which entries are copied. */
const COPIES = 4;

export const replicated = scenario("entries-outlive-a-kill", { role, slow: true }, async (stage) => {
  using peers = await Peers.open(stage);
  if (!(await ringOf(peers, peers.ids(6)))) return;
  const keys = await exchangeEntries(peers, 18, 1);
  await peers.intervals(COPIES);
  await peers.kill(peers.ownerOf(keys[0] as string));
  if (!(await peers.converge("whole-again", HEALS))) return;
  await peers.get("gets-after-kill", keys, 2);
  // Who comes right after a peer now has not seen its entries put.
  const holder = peers.ownerOf(keys[1] as string);
  await peers.start(within(holder.ref.id, peers.after(holder).ref.id), holder);
  if (!(await peers.converge("one-more", CONVERGES))) return;
  await peers.intervals(COPIES);
  await peers.kill(holder);
  if (!(await peers.converge("whole-once-more", HEALS))) return;
  await peers.get("gets-after-second-kill", keys, 2);
});
