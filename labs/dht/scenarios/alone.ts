import { scenario } from "#harness";
import { within } from "../places.js";
import { Ring } from "../ring.js";

const role = "peer";

export const alone = scenario("alone", { role }, async (stage) => {
  const { seed } = stage;
  using ring = await Ring.open(stage);
  await ring.start(null);
  const client = await ring.client();
  await client.ask("state", { type: "state" });
  client.party.exchange("finds");
  for (const id of [0, ring.student.id, (ring.student.id + 1) % 65_536, 65_535]) await client.askMore({ type: "find", id, origin: client.at, hops: 0 });
  const pairs = Array.from({ length: 6 }, () => [seed.word(), seed.word()] as const);
  client.party.exchange("puts");
  for (const [key, value] of pairs) await client.askMore({ type: "put", key, value });
  client.party.exchange("gets");
  for (const [key] of pairs) await client.askMore({ type: "get", key });
});

export const secondOfTwo = scenario("second-of-two", { role }, async (stage) => {
  using ring = await Ring.open(stage);
  await ring.start(null);
  const client = await ring.client();
  if ((await client.ask("state", { type: "state" })) === null) return;
  const newcomer = await ring.outsider("newcomer", within(ring.student.id, ring.student.id + 32_768));
  newcomer.predecessor = ring.student;
  newcomer.successors = [ring.student, newcomer.ref];
  await ring.ask(newcomer, "join", { type: "join", peer: newcomer.ref, hops: 0 });
  await ring.ask(newcomer, "notify", { type: "notify", peer: newcomer.ref });
  await ring.watchState(
    client,
    "state-of-two",
    ({ successors, predecessor }) => successors?.[0]?.id === newcomer.ref.id && predecessor?.id === newcomer.ref.id,
  );
});
