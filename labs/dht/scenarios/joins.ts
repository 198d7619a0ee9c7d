import { scenario } from "#harness";
import { NOTES, within } from "../places.js";
import { Ring } from "../ring.js";

const role = "peer";

/** Intervals for which a peer in a ring at peace is watched: so many that who pings at every second one is found out. */
const WATCHED = 12;

export const joinsARing = scenario("joins-a-ring", { role }, async (stage) => {
  using ring = await Ring.open(stage);
  if ((await ring.admit()) === null) return;
  const [client, predecessor] = [await ring.client(), ring.member("predecessor")];
  await client.ask("state", { type: "state" });
  await ring.ask(predecessor, "ping", { type: "ping", from: predecessor.ref });
  // Whoever asks by a socket of its own is answered there.
  await client.ask("ping-from-elsewhere", { type: "ping", from: predecessor.ref });
  ring.phase("watched");
  await ring.intervals(WATCHED);
});

export const newcomerAfter = scenario("newcomer-after", { role }, async (stage) => {
  using ring = await Ring.open(stage);
  if ((await ring.admit()) === null) return;
  const [client, predecessor, first] = [await ring.client(), ring.member("predecessor"), ring.member("first")];
  const newcomer = await ring.outsider("newcomer", within(ring.student.id, first.ref.id));
  newcomer.phase("joining");
  newcomer.predecessor = ring.student;
  newcomer.successors = [first.ref, ring.member("second").ref];
  const join = { type: "join", peer: newcomer.ref, hops: 3 } as const;
  if (!(await ring.ask(predecessor, "join", join, newcomer))) return;
  // Nobody else has heard of it yet: not even the peer after it, whose pongs name the student's peer.
  ring.phase("adopted");
  newcomer.phase("adopted");
  await ring.until(() => newcomer.count("ping") > 1, "two pings of the newcomer");
  await client.ask("state", { type: "state" });
  ring.enter(newcomer);
  await ring.ask(predecessor, "join-again", join, newcomer);
});

export const joinsElsewhere = scenario("joins-elsewhere", { role }, async (stage) => {
  using ring = await Ring.open(stage);
  if ((await ring.admit()) === null) return;
  const [predecessor, second, third] = [ring.member("predecessor"), ring.member("second"), ring.member("third")];
  const newcomer = await ring.outsider("newcomer", within(second.ref.id, third.ref.id));
  newcomer.phase("joining");
  await ring.ask(predecessor, "join", { type: "join", peer: newcomer.ref, hops: 1 }, newcomer);
  const likePeer = await ring.outsider("double", ring.student.id);
  likePeer.phase("joining");
  await ring.ask(predecessor, "join-double", { type: "join", peer: likePeer.ref, hops: 1 }, likePeer);
  const likeFirst = await ring.outsider("double of first", ring.member("first").ref.id);
  likeFirst.phase("joining");
  await ring.ask(predecessor, "join-double-of-first", { type: "join", peer: likeFirst.ref, hops: 1 }, likeFirst);
});

/** How many come into one gap at the same moment. */
const NEWCOMERS = 4;

export const joinsAtOnce = scenario("four-newcomers-after", { role }, async (stage) => {
  using ring = await Ring.open(stage);
  if ((await ring.admit()) === null) return;
  const [client, predecessor] = [await ring.client(), ring.member("predecessor")];
  const newcomers = await Promise.all(
    Array.from({ length: NEWCOMERS }, (_, i) => ring.outsider(`newcomer ${i + 1}`, within(ring.student.id, ring.member("first").ref.id, (i + 1) / 5))),
  );
  for (const newcomer of newcomers) {
    newcomer.phase("joining");
    newcomer.on("welcome", () => ring.enter(newcomer));
  }
  for (const { ref } of stage.seed.shuffle(newcomers)) predecessor.send({ type: "join", tx: predecessor.tx(), peer: ref, hops: 1 }, ring.student);
  await ring.until(() => newcomers.every((newcomer) => newcomer.count("welcome") > 0), "four welcomes");
  const ports = newcomers.map(({ ref }) => ref.port);
  await ring.watchState(client, "state", ({ successors }) => successors?.[0]?.port === ports[0] && successors?.[1]?.port === ports[1]);
});

export const joinsTheNotes = scenario("joins-the-notes-ring", { role }, async (stage) => {
  using ring = await Ring.open(stage, NOTES.at, NOTES);
  await ring.start("second");
  if (!(await ring.settled())) return;
  await (await ring.client()).ask("state", { type: "state" });
});
