import { scenario } from "#harness";
import { keyBetween } from "../places.js";
import { Ring } from "../ring.js";

const role = "peer";

export const ownEntries = scenario("own-entries", { role }, async (stage) => {
  const { seed } = stage;
  using ring = await Ring.open(stage);
  if ((await ring.admit()) === null) return;
  const client = await ring.client();
  const [from, to] = [ring.member("predecessor").ref.id, ring.student.id];
  const [key, other] = [keyBetween(seed, from, to), keyBetween(seed, from, to)];
  const [one, two] = [seed.word(5), seed.word(6)];
  await client.ask("put", { type: "put", key, value: one });
  await client.ask("get", { type: "get", key });
  await client.ask("get-unknown", { type: "get", key: other });
  await client.ask("put-second", { type: "put", key, value: two });
  await client.ask("put-again", { type: "put", key, value: one });
  await client.ask("get-both", { type: "get", key });
  await client.ask("state", { type: "state" });
});

export const othersEntries = scenario("others-entries", { role }, async (stage) => {
  const { seed } = stage;
  using ring = await Ring.open(stage);
  if ((await ring.admit()) === null) return;
  const client = await ring.client();
  const key = keyBetween(seed, ring.member("first").ref.id, ring.member("second").ref.id);
  ring.phase("put");
  await client.ask("put", { type: "put", key, value: seed.word() });
  await client.ask("state", { type: "state" });
  await client.ask("get", { type: "get", key });
  await client.ask("get-unknown", { type: "get", key: keyBetween(seed, ring.member("second").ref.id, ring.member("third").ref.id) });
});

/** So long that whoever waits for an answer meanwhile is found out. */
const LONG_INTERVAL_MS = 2000;
const AT_ONCE_MS = 1000;

export const meanwhile = scenario("meanwhile", { role }, async (stage) => {
  const { seed } = stage;
  using ring = await Ring.open(stage, undefined, { pingMs: LONG_INTERVAL_MS });
  if ((await ring.admit()) === null) return;
  const [client, predecessor, second] = [await ring.client(), ring.member("predecessor"), ring.member("second")];
  const key = keyBetween(seed, ring.member("first").ref.id, second.ref.id);
  let release = () => {};
  second.on("get", (message, from) => (release = () => second.answer(message, from)));
  await client.ask("put", { type: "put", key, value: seed.word() });
  client.party.exchange("get");
  const tx = client.tx();
  await client.party.send(JSON.stringify({ type: "get", tx, key }), client.peer);
  if (!(await ring.until(() => second.count("get") > 0, "the get, passed on"))) return;
  await ring.ask(predecessor, "meanwhile", { type: "ping", from: predecessor.ref }, predecessor, AT_ONCE_MS);
  predecessor.phase("later");
  second.on("get", null);
  release();
  await client.answer(tx);
});

export const findLost = scenario("find-lost", { role }, async (stage) => {
  const { seed } = stage;
  using ring = await Ring.open(stage);
  if ((await ring.admit()) === null) return;
  const [client, second] = [await ring.client(), ring.member("second")];
  const key = keyBetween(seed, ring.member("first").ref.id, second.ref.id);
  await client.ask("put", { type: "put", key, value: seed.word() });
  let finds = 0;
  for (const member of ring.members)
    member.on("find", (message, from) => {
      if (++finds > 1) member.answer(message, from);
    });
  let gets = 0;
  second.on("get", (message, from) => {
    if (++gets > 1) second.answer(message, from);
  });
  await client.ask("get", { type: "get", key });
});

export const putLost = scenario("put-lost", { role }, async (stage) => {
  const { seed } = stage;
  using ring = await Ring.open(stage);
  if ((await ring.admit()) === null) return;
  const [client, second] = [await ring.client(), ring.member("second")];
  const key = keyBetween(seed, ring.member("first").ref.id, second.ref.id);
  let puts = 0;
  second.on("put", (message, from) => {
    if (++puts > 1) second.answer(message, from);
  });
  ring.phase("put");
  await client.ask("put", { type: "put", key, value: seed.word() });
  await client.ask("get", { type: "get", key });
});

export const answerLost = scenario("answer-lost", { role }, async (stage) => {
  const { seed } = stage;
  using ring = await Ring.open(stage);
  if ((await ring.admit()) === null) return;
  const client = await ring.client();
  const key = keyBetween(seed, ring.member("predecessor").ref.id, ring.student.id);
  await client.askTwice("put", { type: "put", key, value: seed.word() });
  await client.askTwice("get", { type: "get", key });
  await client.askTwice("find", { type: "find", id: ring.student.id, origin: client.at, hops: 0 });
});

/** Intervals for which a peer tries again, and some more for the answer. */
const REPAIR_INTERVALS = 15;

export const getWhileRepairing = scenario("get-while-repairing", { role }, async (stage) => {
  const { seed } = stage;
  using ring = await Ring.open(stage);
  if ((await ring.admit()) === null) return;
  const [client, first, second] = [await ring.client(), ring.member("first"), ring.member("second")];
  const key = keyBetween(seed, first.ref.id, second.ref.id);
  await client.ask("put", { type: "put", key, value: seed.word() });
  first.silence();
  ring.settle();
  second.predecessor = null;
  ring.phase("silent");
  await client.ask("get", { type: "get", key }, REPAIR_INTERVALS * ring.pingMs);
});

export const getWhileResponsibleDies = scenario("get-while-responsible-dies", { role }, async (stage) => {
  const { seed } = stage;
  using ring = await Ring.open(stage);
  if ((await ring.admit()) === null) return;
  const [client, first, second, third] = [await ring.client(), ring.member("first"), ring.member("second"), ring.member("third")];
  const [key, value] = [keyBetween(seed, first.ref.id, second.ref.id), seed.word()];
  await client.ask("put", { type: "put", key, value });
  // Whoever has found it goes on asking a dead one, unless it looks again: the next one has the entry now.
  second.on("get", () => {
    second.silence();
    third.keep(key, value);
    ring.settle();
  });
  await client.ask("get", { type: "get", key }, REPAIR_INTERVALS * ring.pingMs);
});
