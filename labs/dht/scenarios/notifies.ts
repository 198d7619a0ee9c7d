import { scenario } from "#harness";
import type { Member } from "../member.js";
import { keyBetween, pairsBetween, within } from "../places.js";
import { Ring } from "../ring.js";
import type { Client } from "../client.js";

const role = "peer";

async function put(client: Client, pairs: [string, string][]): Promise<void> {
  client.party.exchange("puts");
  for (const [key, value] of pairs) await client.askMore({ type: "put", key, value });
}

/** A newcomer between the predecessor and the student's peer; half of the range is its own. */
async function between(ring: Ring, part = 0.5, name = "newcomer"): Promise<Member> {
  const newcomer = await ring.outsider(name, within(ring.member("predecessor").ref.id, ring.student.id, part));
  newcomer.phase("joining");
  newcomer.predecessor = ring.member("predecessor").ref;
  newcomer.successors = [ring.student, ring.member("first").ref];
  return newcomer;
}

export const newcomerBefore = scenario("newcomer-before", { role }, async (stage) => {
  using ring = await Ring.open(stage);
  if ((await ring.admit()) === null) return;
  const [client, newcomer, predecessor] = [await ring.client(), await between(ring), ring.member("predecessor")];
  const theirs = pairsBetween(stage.seed, predecessor.ref.id, newcomer.ref.id, 4);
  await put(client, [...theirs, ...pairsBetween(stage.seed, newcomer.ref.id, ring.student.id, 3)]);
  const farther = await ring.outsider("farther", within(ring.member("before").ref.id, predecessor.ref.id));
  await ring.ask(farther, "notify", { type: "notify", peer: farther.ref });
  await client.ask("state-before", { type: "state" });
  await ring.ask(newcomer, "notify", { type: "notify", peer: newcomer.ref });
  await ring.until(() => newcomer.received("transfer").flatMap(({ entries }) => entries).length >= theirs.length, "the newcomer's entries");
  ring.enter(newcomer);
  await client.ask("state-after", { type: "state" });
  await ring.ask(newcomer, "notify-again", { type: "notify", peer: newcomer.ref });
  await ring.watchState(client, "state-again", ({ entries }) => entries === 3);
});

/** How many transfers are lost. */
const LOST = 2;

export const transferLost = scenario("transfer-lost", { role }, async (stage) => {
  using ring = await Ring.open(stage);
  if ((await ring.admit()) === null) return;
  const [client, newcomer] = [await ring.client(), await between(ring)];
  await put(client, pairsBetween(stage.seed, ring.member("predecessor").ref.id, newcomer.ref.id, 3));
  let transfers = 0;
  newcomer.on("transfer", (message, from) => {
    if (++transfers > LOST) newcomer.answer(message, from);
  });
  await ring.ask(newcomer, "notify", { type: "notify", peer: newcomer.ref });
  await ring.until(() => transfers > LOST, "a transfer that is not lost");
  ring.enter(newcomer);
  await ring.watchState(client, "state", ({ entries }) => entries === 0);
});

/** Together four times as long as a datagram may be. */
const LARGE = { entries: 40, bytes: 800 };

export const largeTransfer = scenario("large-transfer", { role }, async (stage) => {
  const { seed } = stage;
  using ring = await Ring.open(stage);
  if ((await ring.admit()) === null) return;
  const [client, newcomer] = [await ring.client(), await between(ring)];
  const from = ring.member("predecessor").ref.id;
  const value = () => seed.sentence(200).slice(0, LARGE.bytes);
  await put(
    client,
    Array.from({ length: LARGE.entries }, () => [keyBetween(seed, from, newcomer.ref.id), value()]),
  );
  await ring.ask(newcomer, "notify", { type: "notify", peer: newcomer.ref });
  await ring.until(() => newcomer.entries.size >= LARGE.entries, "all entries");
});

export const lateTransfer = scenario("late-transfer", { role }, async (stage) => {
  using ring = await Ring.open(stage);
  if ((await ring.admit()) === null) return;
  const [client, newcomer, first] = [await ring.client(), await between(ring), ring.member("first")];
  const [predecessor] = [ring.member("predecessor")];
  if (!(await ring.ask(newcomer, "notify", { type: "notify", peer: newcomer.ref }))) return;
  ring.enter(newcomer);
  const theirs = pairsBetween(stage.seed, predecessor.ref.id, newcomer.ref.id, 2);
  const own = pairsBetween(stage.seed, newcomer.ref.id, ring.student.id, 1);
  newcomer.phase("late");
  await ring.ask(first, "late", { type: "transfer", entries: [...theirs, ...own].map(([key, value]) => [key, [value]]) });
  await ring.until(() => newcomer.entries.size >= theirs.length, "the newcomer's entries");
  for (const [index, [key]] of own.entries()) await client.ask(`get-own-${index + 1}`, { type: "get", key });
});

/** How many notify at the same moment. */
const NEWCOMERS = 4;

export const notifiesAtOnce = scenario("four-newcomers-before", { role }, async (stage) => {
  using ring = await Ring.open(stage);
  if ((await ring.admit()) === null) return;
  const client = await ring.client();
  const newcomers: Member[] = [];
  for (let i = 1; i <= NEWCOMERS; i++) newcomers.push(await between(ring, i / (NEWCOMERS + 1), `newcomer ${i}`));
  const arcs = [ring.member("predecessor").ref, ...newcomers.map(({ ref }) => ref), ring.student].map(({ id }) => id);
  const pairs = arcs.slice(1).flatMap((to, index) => pairsBetween(stage.seed, arcs[index] as number, to, 2));
  await put(client, pairs);
  // The nearest last: a peer that is still busy with those before it has to give the last one most.
  for (const newcomer of [...stage.seed.shuffle(newcomers.slice(0, -1)), ...newcomers.slice(-1)])
    newcomer.send({ type: "notify", tx: newcomer.tx(), peer: newcomer.ref }, ring.student);
  const held = () => newcomers.reduce((sum, { entries }) => sum + entries.size, 0);
  await ring.until(() => held() >= pairs.length - 2, "the newcomers' entries");
  for (const newcomer of newcomers) ring.enter(newcomer);
  // Among themselves the newcomers give each entry to whom it belongs.
  for (const newcomer of newcomers) for (const [key, values] of newcomer.entries) for (const value of values) ring.ownerOf(key)?.keep(key, value);
  client.party.exchange("gets");
  for (const [key] of pairs) await client.askMore({ type: "get", key });
});
