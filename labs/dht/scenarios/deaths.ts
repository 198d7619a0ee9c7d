import { scenario } from "#harness";
import type { Message } from "../messages.js";
import { within } from "../places.js";
import { Ring } from "../ring.js";

const role = "peer";

/** Pings that are watched where a peer is not to be taken for dead. */
const ENOUGH = 8;

export const twoLost = scenario("two-lost", { role }, async (stage) => {
  using ring = await Ring.open(stage);
  if ((await ring.admit()) === null) return;
  const first = ring.member("first");
  ring.phase("lossy");
  // One lost, an answer, then two lost, and so on.
  first.on("ping", (message, from) => {
    if (![1, 3, 4].includes(first.count("ping"))) first.answer(message, from);
  });
  await ring.until(() => first.count("ping") >= ENOUGH, `${ENOUGH} pings`);
  await (await ring.client()).ask("state", { type: "state" });
});

/** Of the first of them, two by two, the second is answered first, and each twice; of all others each only when the next has come. */
const LATE = { reordered: 4, pings: 10 };

export const latePongs = scenario("late-pongs", { role }, async (stage) => {
  using ring = await Ring.open(stage);
  if ((await ring.admit()) === null) return;
  const first = ring.member("first");
  ring.phase("late");
  let held: Message | null = null;
  first.on("ping", (message, from) => {
    const before = held;
    const isReordered = first.count("ping") <= LATE.reordered;
    held = isReordered && before !== null ? null : message;
    if (before === null) return;
    for (const ping of isReordered ? [message, before, message, before] : [before]) first.answer(ping, from);
  });
  await ring.until(() => first.count("ping") >= LATE.pings, `${LATE.pings} pings`);
  await (await ring.client()).ask("state", { type: "state" });
});

/** The first successor is dead, and all others have noticed. */
function kill(ring: Ring): void {
  ring.member("first").silence();
  ring.settle();
  ring.member("second").predecessor = null;
  ring.phase("silent");
}

/** Waits for a sign that the second successor is now the first: it is notified, or its own successor is pinged. */
async function takenOver(ring: Ring): Promise<boolean> {
  const [second, third] = [ring.member("second"), ring.member("third")];
  return await ring.until(() => second.count("notify") > 0 || third.count("ping") > 0, "the second successor to be taken as the first");
}

export const firstDies = scenario("first-dies", { role }, async (stage) => {
  using ring = await Ring.open(stage);
  if ((await ring.admit()) === null) return;
  const [client, second] = [await ring.client(), ring.member("second")];
  kill(ring);
  await takenOver(ring);
  ring.member("first").phase("buried");
  await ring.until(() => second.count("notify") > 0, "a notify of the new first successor");
  await ring.watchState(client, "state", ({ successors }) => successors?.[1]?.port === ring.member("third").ref.port);
});

export const wrongTx = scenario("wrong-tx", { role }, async (stage) => {
  using ring = await Ring.open(stage);
  if ((await ring.admit()) === null) return;
  const [client, first, second] = [await ring.client(), ring.member("first"), ring.member("second")];
  ring.settle();
  second.predecessor = null;
  first.on("ping", ({ tx }, from) => first.send({ type: "pong", tx: `${tx}0`, from: first.ref, ...first.neighbours() }, from));
  ring.phase("wrong");
  await takenOver(ring);
  await client.ask("state", { type: "state" });
});

/** Intervals: some pongs of the second successor, and less than those in which hearsay is ignored, though the death was noticed up to one earlier. */
const HEARD = { watched: 1.6, atMost: 2 };

export const hearsay = scenario("hearsay", { role }, async (stage) => {
  using ring = await Ring.open(stage);
  if ((await ring.admit()) === null) return;
  const [client, first, second] = [await ring.client(), ring.member("first"), ring.member("second")];
  kill(ring);
  // It has not noticed yet, and tells so.
  second.predecessor = first.ref;
  second.on("notify", ({ tx }, from) => second.send({ type: "ok", tx }, from));
  if (!(await takenOver(ring))) return;
  ring.phase("hearsay");
  await ring.intervalsByClock(HEARD.watched, HEARD.atMost);
  ring.phase("later");
  await client.ask("state", { type: "state" });
});

/** Intervals: less than those in which hearsay is ignored. */
const AT_ONCE = 2;

export const ownWord = scenario("back-by-its-own-word", { role }, async (stage) => {
  using ring = await Ring.open(stage);
  if ((await ring.admit()) === null) return;
  const [first, second] = [ring.member("first"), ring.member("second")];
  kill(ring);
  second.predecessor = first.ref;
  second.on("notify", ({ tx }, from) => second.send({ type: "ok", tx }, from));
  if (!(await takenOver(ring))) return;
  first.wake();
  ring.settle();
  ring.phase("returned");
  first.send({ type: "ping", tx: first.tx(), from: first.ref }, ring.student);
  await ring.until(() => first.count("ping") > 0, "a ping of who is back", AT_ONCE * ring.pingMs);
  ring.phase("later");
  await ring.watchState(await ring.client(), "state", ({ successors }) => successors?.[0]?.port === first.ref.port);
});

/** How often it is asked whether a death was noticed, intervals, and how many times. */
const NOTICED = { every: 0.4, looks: 20 };

/** Pings: so many that who takes nobody for dead is told from who tries a dead peer again now and then. */
const MANY = 12;

export const secondDies = scenario("second-dies", { role }, async (stage) => {
  using ring = await Ring.open(stage);
  if ((await ring.admit()) === null) return;
  const [client, first, second, third] = [await ring.client(), ring.member("first"), ring.member("second"), ring.member("third")];
  second.silence();
  const before = first.successors;
  ring.settle();
  first.successors = before;
  ring.phase("silent");
  await ring.until(() => second.count("ping") > 2, "three pings of the dead second successor");
  // The first has not noticed yet, and tells so: in vain for three intervals.
  for (let i = 0; i < NOTICED.looks; i++) {
    const state = await client.ask("state-noticed", { type: "state" });
    if (state?.type !== "state") return;
    if (state.successors?.every(({ port }) => port !== second.ref.port)) break;
    await stage.net.pauseByClock(NOTICED.every * ring.pingMs);
  }
  await ring.intervalsByClock(1.2, 1.5);
  await client.ask("state-hearsay", { type: "state" });
  // The first goes on naming it, so it may be tried again after three intervals, but not at each.
  await ring.until(() => first.count("ping") >= MANY, `${MANY} pings of the first successor`);
  ring.settle();
  await ring.watchState(client, "state", ({ successors }) => successors?.[1]?.port === third.ref.port);
});

export const predecessorDies = scenario("predecessor-dies", { role }, async (stage) => {
  using ring = await Ring.open(stage);
  if ((await ring.admit()) === null) return;
  const [client, predecessor, before] = [await ring.client(), ring.member("predecessor"), ring.member("before")];
  predecessor.silence();
  ring.phase("silent");
  await ring.until(() => predecessor.count("ping") > 2, "three pings of the silent predecessor");
  await ring.intervals(1);
  await client.ask("state-unknown", { type: "state" });
  const find = (label: string, id: number) => client.ask(label, { type: "find", id, origin: client.at, hops: 0 });
  await find("find-own-range", within(predecessor.ref.id, ring.student.id));
  await find("find-beyond", within(ring.member("third").ref.id, before.ref.id));
  // It asks again as long as it is not named.
  for (let i = 0; i < ENOUGH; i++) {
    if (!(await ring.ask(before, "notify", { type: "notify", peer: before.ref }))) break;
    if (await ring.watchState(client, "state-heir", ({ predecessor: named }) => named?.port === before.ref.port, 1)) break;
  }
  await find("find-inherited", within(before.ref.id, predecessor.ref.id));
});

/** Intervals until the way back is found, round the whole ring. */
const ROUND = 30;

export const bothDie = scenario("both-die", { role }, async (stage) => {
  using ring = await Ring.open(stage);
  const program = await ring.admit();
  if (program === null) return;
  const [client, third] = [await ring.client(), ring.member("third")];
  ring.member("first").silence();
  ring.member("second").silence();
  ring.settle();
  third.predecessor = null;
  ring.phase("silent");
  for (let i = 0; i < ROUND && program.exit === null; i++) {
    client.party.exchange("state");
    const tx = client.tx();
    await client.party.send(JSON.stringify({ type: "state", tx }), client.peer);
    const state = await client.answer(tx);
    if (state?.type === "state" && state.successors?.[0]?.port === third.ref.port && third.count("notify") > 0) return;
    await program.lull(ring.pingMs);
  }
});
