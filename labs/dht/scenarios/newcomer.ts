import { scenario } from "#harness";
import { keyBetween } from "../places.js";
import { Ring } from "../ring.js";

const role = "peer";

/** How many joins, or welcomes, are lost. */
const LOST = 2;

export const joinLost = scenario("join-lost", { role }, async (stage) => {
  using ring = await Ring.open(stage);
  const third = ring.member("third");
  third.on("join", () => {});
  await ring.start("third");
  const client = await ring.client();
  if (!(await ring.until(() => third.count("join") > LOST, "three joins"))) return;
  // The question reaches it before any welcome can, so there is nothing to wait for: ten joins are soon sent.
  await client.send("early-state", { type: "state" });
  third.on("join", null);
  if (await ring.settled()) await client.ask("state", { type: "state" });
});

export const welcomeLost = scenario("welcome-lost", { role }, async (stage) => {
  using ring = await Ring.open(stage);
  const third = ring.member("third");
  third.on("join", (message, from) => {
    // Its predecessor-to-be took it in, but the welcome never came.
    ring.joined = true;
    if (third.count("join") > LOST) third.answer(message, from);
  });
  await ring.start("third");
  if (await ring.settled()) await (await ring.client()).ask("state", { type: "state" });
});

export const successorDies = scenario("successor-dies-meanwhile", { role }, async (stage) => {
  using ring = await Ring.open(stage);
  const [predecessor, first, second, third] = [ring.member("predecessor"), ring.member("first"), ring.member("second"), ring.member("third")];
  third.on("join", ({ tx }) => {
    // Its predecessor-to-be has not noticed yet.
    predecessor.send({ type: "welcome", tx, predecessor: predecessor.ref, successors: [first.ref, second.ref] }, ring.student);
    first.silence();
    ring.joined = true;
    ring.settle();
    second.predecessor = null;
  });
  await ring.start("third");
  if (!(await ring.until(() => second.count("notify") > 0, "a notify of the second successor"))) return;
  const client = await ring.client();
  await ring.watchState(client, "state", ({ successors }) => successors?.[1]?.port === third.ref.port);
  await client.ask("get", { type: "get", key: keyBetween(stage.seed, predecessor.ref.id, ring.student.id) });
});

export const refused = scenario("refused", { role }, async (stage) => {
  using ring = await Ring.open(stage);
  const third = ring.member("third");
  third.on("join", () => {});
  const program = await ring.start("third");
  third.on("join", ({ tx }) => third.send({ type: "refused", tx, reason: `identifier ${ring.student.id} is taken` }, ring.student));
  await program.exited();
});

/** So that ten tries take a second. */
const SHORT_MS = 100;
/** For those who try much longer than ten times, ms. */
const GIVES_UP_MS = 9000;

export const nobodyThere = scenario("nobody-there", { role }, async (stage) => {
  using ring = await Ring.open(stage, undefined, { pingMs: SHORT_MS });
  ring.member("third").silence();
  const program = await ring.start("third");
  await program.exited(GIVES_UP_MS);
});
