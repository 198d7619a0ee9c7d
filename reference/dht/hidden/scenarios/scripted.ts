import { createHash } from "node:crypto";
import { scenario } from "#harness";
import { keyId, isResponsible } from "../../../../labs/dht/circle.js";
import { pairsBetween, places, within } from "../../../../labs/dht/places.js";
import { Ring } from "../../../../labs/dht/ring.js";

const role = "peer";

/** A leaver repeats its requests as often: three times, and it may give its heir up. */
const REPEATED_MS = 150;
/** For how long it is kept waiting: it would ping twice meanwhile, and has not given up. Some hundredths of a second are ours to be late. */
const HELD_MS = 2.4 * REPEATED_MS;
const HELD_AT_MOST_MS = HELD_MS + 40;

export const leaverTakesNothing = scenario("hidden-leaver-takes-nothing", { role }, async (stage) => {
  const { seed } = stage;
  using ring = await Ring.open(stage, undefined, { pingMs: REPEATED_MS });
  const program = await ring.admit();
  if (program === null) return;
  const [client, first, second] = [await ring.client(), ring.member("first"), ring.member("second")];
  const [predecessor, before] = [ring.member("predecessor"), ring.member("before")];
  const [[key, value], [other, late]] = pairsBetween(seed, predecessor.ref.id, ring.student.id, 2) as [[string, string], [string, string]];
  const newcomer = await ring.outsider("newcomer", within(ring.student.id, first.ref.id));
  newcomer.phase("joining");
  await client.ask("put", { type: "put", key, value });
  ring.phase("leaving");
  let release = () => {};
  // Its farewell is not acknowledged either: for as long as it repeats that, it might ping.
  for (const member of [first, predecessor]) member.on("leave", () => {});
  first.on("transfer", (message, from) => (release = () => first.answer(message, from)));
  second.on("transfer", () => {});
  program.signal("SIGTERM");
  if (!(await ring.until(() => first.count("transfer") > 0, "a transfer"))) return;
  second.phase("held");
  predecessor.phase("transfer");
  predecessor.send({ type: "transfer", tx: predecessor.tx(), entries: [[other, [late]]] }, ring.student);
  before.phase("join");
  before.send({ type: "join", tx: before.tx(), peer: newcomer.ref, hops: 0 }, ring.student);
  await client.send("late-put", { type: "put", key: other, value: late });
  await stage.net.promptly(HELD_AT_MOST_MS, () => stage.net.pauseByClock(HELD_MS));
  predecessor.phase("leave");
  for (const member of [first, second]) member.on("transfer", null);
  release();
  await program.exited();
});

/** Letters as those take them who think of no encoding, or of the wrong one. */
const ENCODINGS = ["latin1", "ascii", "utf16le"] as const;

export const beyondAscii = scenario("hidden-keys-beyond-ascii", { role }, async (stage) => {
  const { seed } = stage;
  using ring = await Ring.open(stage);
  if ((await ring.admit()) === null) return;
  const client = await ring.client();
  const from = ring.member("predecessor").ref.id;
  let key = "";
  const own = (id: number) => isResponsible(from, ring.student.id, id);
  // Hashed as other bytes than its UTF-8, it would belong to somebody else.
  do key = `${seed.word(3)} "é\\ø" ${seed.word(4)} 🔑`;
  while (!own(keyId(key)) || ENCODINGS.some((encoding) => own(createHash("sha1").update(Buffer.from(key, encoding)).digest().readUInt16BE(0))));
  await client.ask("put", { type: "put", key, value: `${seed.word()} naïve ✓` });
  await client.ask("get", { type: "get", key });
});

export const newcomersAcrossZero = scenario("hidden-newcomers-across-zero", { role }, async (stage) => {
  using ring = await Ring.open(stage, places(stage.seed, 2));
  if ((await ring.admit()) === null) return;
  const [client, predecessor] = [await ring.client(), ring.member("predecessor")];
  const newcomer = await ring.outsider("newcomer", within(0, ring.member("first").ref.id, 0.4));
  newcomer.phase("joining");
  if (!(await ring.ask(predecessor, "join", { type: "join", peer: newcomer.ref, hops: 2 }, newcomer))) return;
  ring.enter(newcomer);
  await ring.until(() => newcomer.count("ping") > 0, "a ping of the newcomer");
  await client.ask("state", { type: "state" });
});

export const heirAcrossZero = scenario("hidden-heir-across-zero", { role }, async (stage) => {
  using ring = await Ring.open(stage, places(stage.seed, 1));
  if ((await ring.admit()) === null) return;
  const [client, predecessor] = [await ring.client(), ring.member("predecessor")];
  const newcomer = await ring.outsider("newcomer", within(0, ring.student.id, 0.3));
  newcomer.phase("joining");
  const theirs = [...pairsBetween(stage.seed, predecessor.ref.id, 65_535, 2), ...pairsBetween(stage.seed, 0, newcomer.ref.id, 1)];
  client.party.exchange("puts");
  for (const [key, value] of [...theirs, ...pairsBetween(stage.seed, newcomer.ref.id, ring.student.id, 2)]) await client.askMore({ type: "put", key, value });
  await ring.ask(newcomer, "notify", { type: "notify", peer: newcomer.ref });
  await ring.until(() => newcomer.entries.size >= theirs.length, "the newcomer's entries");
  ring.enter(newcomer);
  await ring.watchState(client, "state", ({ entries }) => entries === 2);
});

export const repeats = scenario("hidden-repeats", { role }, async (stage) => {
  using ring = await Ring.open(stage);
  if ((await ring.admit()) === null) return;
  const [client, first] = [await ring.client(), ring.member("first")];
  const [[key, value]] = pairsBetween(stage.seed, ring.member("predecessor").ref.id, ring.student.id, 1) as [[string, string]];
  const [one, two] = [stage.seed.word(4), stage.seed.word(5)];
  await client.ask("put", { type: "put", key, value });
  await client.ask("put-again", { type: "put", key, value });
  for (const label of ["transfer", "transfer-again"]) await ring.ask(first, label, { type: "transfer", entries: [[key, [one, two]]] });
  await client.ask("get", { type: "get", key });
  await client.ask("state", { type: "state" });
});
