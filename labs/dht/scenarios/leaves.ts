import { scenario } from "#harness";
import { keyBetween, pairsBetween, within } from "../places.js";
import { Ring } from "../ring.js";

const role = "peer";

export const leaves = scenario("leaves", { role }, async (stage) => {
  using ring = await Ring.open(stage);
  const program = await ring.admit();
  if (program === null) return;
  const client = await ring.client();
  client.party.exchange("puts");
  for (const [key, value] of pairsBetween(stage.seed, ring.member("predecessor").ref.id, ring.student.id, 5)) await client.askMore({ type: "put", key, value });
  ring.phase("leaving");
  program.signal("SIGTERM");
  await program.exited();
});

/** Several datagrams full. */
const MUCH = { entries: 24, bytes: 800 };

export const leavesWithMuch = scenario("leaves-with-much", { role }, async (stage) => {
  const { seed } = stage;
  using ring = await Ring.open(stage);
  const program = await ring.admit();
  if (program === null) return;
  const [client, first] = [await ring.client(), ring.member("first")];
  client.party.exchange("puts");
  for (let i = 0; i < MUCH.entries; i++) {
    const key = keyBetween(seed, ring.member("predecessor").ref.id, ring.student.id);
    await client.askMore({ type: "put", key, value: seed.sentence(200).slice(0, MUCH.bytes) });
  }
  // The second datagram is lost, once.
  const came = new Set<string>();
  let isLost = false;
  first.on("transfer", (message, from) => {
    const entries = JSON.stringify(message.type === "transfer" ? message.entries : null);
    const isSecond = came.size > 0 && !came.has(entries);
    came.add(entries);
    if (isSecond && !isLost) isLost = true;
    else first.answer(message, from);
  });
  ring.phase("leaving");
  program.signal("SIGTERM");
  await program.exited();
});

/** 2 s, and what a loaded machine takes to end a process. */
const GONE_MS = 2300;

export const leavesUnheard = scenario("leaves-unheard", { role }, async (stage) => {
  using ring = await Ring.open(stage);
  const program = await ring.admit();
  if (program === null) return;
  const client = await ring.client();
  await client.ask("puts", { type: "put", key: keyBetween(stage.seed, ring.member("predecessor").ref.id, ring.student.id), value: stage.seed.word() });
  for (const member of ring.members) member.silence();
  ring.phase("leaving");
  program.signal("SIGTERM");
  await program.exited(GONE_MS);
});

/** Intervals after a leave: several pings of the next successor, and less than hearsay is ignored for. */
const LEFT = { watched: 2.2, atMost: 2.8 };

export const leaverNamed = scenario("leaver-named", { role }, async (stage) => {
  using ring = await Ring.open(stage);
  if ((await ring.admit()) === null) return;
  const [client, first, second] = [await ring.client(), ring.member("first"), ring.member("second")];
  if (!(await ring.ask(first, "leave", { type: "leave", peer: first.ref, ...first.neighbours() }))) return;
  first.silence();
  ring.settle();
  // Its farewell was lost on the way to its successor, which goes on naming it.
  second.predecessor = first.ref;
  second.on("notify", ({ tx }, from) => second.send({ type: "ok", tx }, from));
  ring.phase("left");
  await ring.intervalsByClock(LEFT.watched, LEFT.atMost);
  ring.phase("later");
  await client.ask("state", { type: "state" });
});

export const neighboursLeave = scenario("neighbours-leave", { role }, async (stage) => {
  const { seed } = stage;
  using ring = await Ring.open(stage);
  if ((await ring.admit()) === null) return;
  const [client, first, second, third] = [await ring.client(), ring.member("first"), ring.member("second"), ring.member("third")];
  const [predecessor, before] = [ring.member("predecessor"), ring.member("before")];
  second.phase("after-leave");
  await ring.ask(first, "leave", { type: "leave", peer: first.ref, ...first.neighbours() });
  first.silence();
  ring.settle();
  second.predecessor = null;
  await ring.until(() => second.count("notify") > 0 && third.count("ping") > 0, "a notify of the next successor");
  await client.ask("state-after-first", { type: "state" });
  const key = keyBetween(seed, before.ref.id, predecessor.ref.id);
  await ring.ask(predecessor, "legacy", { type: "transfer", entries: [[key, [seed.word()]]] });
  await ring.ask(predecessor, "leave", { type: "leave", peer: predecessor.ref, ...predecessor.neighbours() });
  predecessor.silence();
  ring.settle();
  await client.ask("state-after-predecessor", { type: "state" });
  await client.ask("get-legacy", { type: "get", key });
  await client.ask("find-inherited", { type: "find", id: within(before.ref.id, predecessor.ref.id), origin: client.at, hops: 0 });
});
