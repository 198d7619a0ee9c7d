import { scenario } from "#harness";
import { AFTER, places, within, type Places } from "../places.js";
import { Ring } from "../ring.js";

const role = "peer";

/** Peer 10 in a ring of identifiers of one digit and of two. */
const TENTH: Places = [5, 8, 10, 12, 15, 3];

export const finds = scenario("finds", { role }, async (stage) => {
  using ring = await Ring.open(stage);
  if ((await ring.admit()) === null) return;
  const client = await ring.client();
  const [predecessor, own] = [ring.member("predecessor").ref.id, ring.student.id];
  const [first, second, third] = [ring.member("first").ref.id, ring.member("second").ref.id, ring.member("third").ref.id];
  const find = (label: string, id: number, hops = 0) => client.ask(label, { type: "find", id, origin: client.at, hops });
  await find("find-inside", within(predecessor, own));
  await find("find-own", own);
  await find("find-after-predecessor", predecessor + 1);
  await find("find-predecessor", predecessor);
  await find("find-next", within(own, first));
  await find("find-far", within(second, third), 7);
});

/** Intervals in which a peer gets to know more of the ring, if it cares to. */
const LEARNING = 5;

export const findsLater = scenario("finds-later", { role }, async (stage) => {
  using ring = await Ring.open(stage);
  if ((await ring.admit()) === null) return;
  await ring.intervals(LEARNING);
  const client = await ring.client();
  const ids = [ring.student, ...AFTER.map((name) => ring.member(name).ref)].map(({ id }) => id);
  for (const [index, to] of ids.slice(1).entries())
    await client.ask(`find-${AFTER[index]}`, { type: "find", id: within(ids[index] as number, to), origin: client.at, hops: 0 });
});

export const findForAnother = scenario("find-for-another", { role }, async (stage) => {
  using ring = await Ring.open(stage);
  if ((await ring.admit()) === null) return;
  const [origin, predecessor] = [await ring.client(), ring.member("predecessor")];
  origin.party.exchange("origin");
  const tx = predecessor.tx();
  predecessor.phase("find");
  const id = within(predecessor.ref.id, ring.student.id);
  predecessor.send({ type: "find", tx, id, origin: { host: origin.party.host, port: origin.party.port }, hops: 4 }, ring.student);
  await origin.answer(tx);
});

export const findTooFar = scenario("find-too-far", { role }, async (stage) => {
  using ring = await Ring.open(stage);
  if ((await ring.admit()) === null) return;
  const client = await ring.client();
  const id = within(ring.member("second").ref.id, ring.member("third").ref.id);
  await client.ask("find-200", { type: "find", id, origin: client.at, hops: 200 });
  await client.tryToAsk("find-300", { type: "find", id, origin: client.at, hops: 300 });
  await client.tryToAsk("find-2000", { type: "find", id, origin: client.at, hops: 2000 });
  const newcomer = await ring.outsider("newcomer", id);
  newcomer.phase("joining");
  await client.tryToAsk("join-300", { type: "join", peer: newcomer.ref, hops: 300 });
});

export const findsAcrossZero = scenario("finds-across-zero", { role }, async (stage) => {
  using ring = await Ring.open(stage, places(stage.seed, 1));
  if ((await ring.admit()) === null) return;
  const client = await ring.client();
  const find = (label: string, id: number) => client.ask(label, { type: "find", id, origin: client.at, hops: 0 });
  await find("find-below-zero", within(ring.member("predecessor").ref.id, 65_535));
  await find("find-zero", 0);
  await find("find-above-zero", within(0, ring.student.id));
  await find("find-next", within(ring.student.id, ring.member("first").ref.id));
});

export const findsInTheNotes = scenario("finds-in-the-notes-ring", { role }, async (stage) => {
  using ring = await Ring.open(stage, TENTH);
  if ((await ring.admit()) === null) return;
  const client = await ring.client();
  for (const id of [1, 9, 14]) await client.ask(`find-${id}`, { type: "find", id, origin: client.at, hops: 0 });
  const newcomer = await ring.outsider("newcomer", 111);
  newcomer.phase("joining");
  await ring.ask(ring.member("predecessor"), "join-111", { type: "join", peer: newcomer.ref, hops: 1 }, newcomer);
});
