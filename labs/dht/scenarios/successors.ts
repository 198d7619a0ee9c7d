import { scenario } from "#harness";
import { within } from "../places.js";
import { Ring } from "../ring.js";

const role = "peer";

/** Intervals in which whoever is asked every interval is asked. */
const SOME = 4;

export const secondChanges = scenario("second-changes", { role }, async (stage) => {
  using ring = await Ring.open(stage);
  if ((await ring.admit()) === null) return;
  const [first, second] = [ring.member("first"), ring.member("second")];
  const newcomer = await ring.outsider("newcomer", within(first.ref.id, second.ref.id));
  newcomer.phase("joining");
  ring.enter(newcomer);
  await ring.until(() => newcomer.count("ping") > 0, "a ping of the new second successor");
  await ring.intervals(1);
  ring.phase("changed");
  await ring.intervals(SOME);
  await (await ring.client()).ask("state", { type: "state" });
});

export const betterSuccessor = scenario("better-successor", { role }, async (stage) => {
  using ring = await Ring.open(stage);
  if ((await ring.admit()) === null) return;
  const [client, first] = [await ring.client(), ring.member("first")];
  const newcomer = await ring.outsider("newcomer", within(ring.student.id, first.ref.id));
  newcomer.phase("joining");
  ring.enter(newcomer);
  newcomer.predecessor = null;
  await ring.until(() => newcomer.count("notify") > 0, "a notify of the better successor");
  await client.ask("state", { type: "state" });
});

export const deadBetween = scenario("dead-between", { role }, async (stage) => {
  using ring = await Ring.open(stage);
  if ((await ring.admit()) === null) return;
  const [client, first] = [await ring.client(), ring.member("first")];
  const dead = await ring.outsider("dead", within(ring.student.id, first.ref.id));
  dead.phase("named");
  dead.silence();
  first.on("notify", ({ tx }, from) => first.send({ type: "ok", tx }, from));
  first.predecessor = dead.ref;
  ring.phase("named");
  await ring.until(() => first.count("notify") > 2, "three notifies");
  await client.ask("state", { type: "state" });
  first.predecessor = null;
  ring.phase("nobody");
  await ring.until(() => first.count("notify") > 1, "two notifies");
  first.predecessor = ring.student;
  first.on("notify", null);
  await ring.intervals(1);
  ring.phase("content");
  await ring.intervals(SOME);
});
