import { scenario } from "#harness";
import { finish, startServer, talk } from "../../../../labs/tcp-echo/parties.js";

const role = "server";

export const longConversation = scenario("hidden-long-conversation", { role, modes: ["whole", "cuts"] }, async (stage) => {
  const { net, seed } = stage;
  const port = await startServer(stage);
  const lines = Array.from({ length: 12 }, () => `${seed.sentence(seed.int(2, 60))}\n`);
  await talk(await net.connect("client", port), "long", lines);
});

export const fourClients = scenario("hidden-four-clients", { role }, async (stage) => {
  const { net, seed } = stage;
  const port = await startServer(stage);
  const labels = ["first", "second", "third", "fourth"];
  const clients = await Promise.all(labels.map(async (label, index) => (await net.connect(`client ${index + 1}`, port)).exchange(label)));
  for (let round = 0; round < 3; round++) {
    // Half a line from each, then the other halves in another order: a buffer that they share would mix them.
    for (const client of seed.shuffle(clients)) await client.send(`${seed.sentence(2)} `);
    for (const client of seed.shuffle(clients)) {
      await client.send(`${seed.word()}\n`);
      await client.receiveLines(1);
    }
  }
  await Promise.all(clients.map(finish));
});

/** Longer than the time-outs that servers give themselves; the contract allows for 30 s. */
const SILENCE_MS = 10_500;

export const longSilence = scenario("hidden-long-silence", { role, slow: true }, async (stage) => {
  const { net, seed } = stage;
  const port = await startServer(stage);
  const client = (await net.connect("silent client", port)).exchange("silent");
  await client.pause(SILENCE_MS);
  await client.send(`${seed.sentence()}\n`);
  await client.receiveLines(1);
  await finish(client);
});
