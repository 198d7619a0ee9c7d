import { scenario } from "#harness";
import { Ring } from "../ring.js";

const role = "peer";

/** How many joins, or welcomes, are lost. */
const LOST = 2;
/** Lost joins after which a newcomer is let in, however long it takes to see that it answers nobody: it tries ten times. */
const MOST_LOST = 6;

export const joinLost = scenario("join-lost", { role }, async (stage) => {
  using ring = await Ring.open(stage);
  const third = ring.member("third");
  let asked = false;
  third.on("join", (message, from) => {
    if (asked && third.count("join") > MOST_LOST) third.answer(message, from);
  });
  await ring.start("third");
  const client = await ring.client();
  if (!(await ring.until(() => third.count("join") > LOST, "three joins"))) return;
  asked = true;
  await client.tryToAsk("early-state", { type: "state" });
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
  await program.exited(GIVES_UP_MS * stage.unhurried);
});
