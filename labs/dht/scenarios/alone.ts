import { scenario } from "#harness";
import type { Client } from "../client.js";
import type { Member } from "../member.js";
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

/** A second peer joins one that is alone; null: that one does not answer. */
async function joinedByAnother(ring: Ring, client: Client): Promise<Member | null> {
  await ring.start(null);
  if ((await client.ask("state", { type: "state" })) === null) return null;
  const newcomer = await ring.outsider("newcomer", within(ring.student.id, ring.student.id + 32_768));
  newcomer.predecessor = ring.student;
  newcomer.successors = [ring.student, newcomer.ref];
  await ring.ask(newcomer, "join", { type: "join", peer: newcomer.ref, hops: 0 });
  await ring.ask(newcomer, "notify", { type: "notify", peer: newcomer.ref });
  ring.pair(newcomer);
  return newcomer;
}

/** Waits until the student's peer says that it has `other` on both sides. */
async function together(ring: Ring, client: Client, label: string, { ref }: Member): Promise<boolean> {
  return await ring.watchState(client, label, ({ successors, predecessor }) => successors?.[0]?.id === ref.id && predecessor?.id === ref.id);
}

export const secondOfTwo = scenario("second-of-two", { role }, async (stage) => {
  using ring = await Ring.open(stage);
  const client = await ring.client();
  const newcomer = await joinedByAnother(ring, client);
  if (newcomer !== null) await together(ring, client, "state-of-two", newcomer);
});

export const aloneAgain = scenario("alone-again", { role }, async (stage) => {
  using ring = await Ring.open(stage);
  const client = await ring.client();
  const newcomer = await joinedByAnother(ring, client);
  if (newcomer === null || !(await together(ring, client, "state-of-two", newcomer))) return;
  newcomer.phase("silent");
  newcomer.silence();
  if (!(await ring.watchState(client, "state-alone", ({ successors }) => successors?.[0]?.id === ring.student.id))) return;
  newcomer.wake();
  await ring.ask(newcomer, "back", { type: "notify", peer: newcomer.ref });
  await together(ring, client, "state-again", newcomer);
});
