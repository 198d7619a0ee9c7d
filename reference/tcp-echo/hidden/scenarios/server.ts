import { scenario } from "#harness";
import { finish, talk } from "../../../../labs/tcp-echo/parties.js";

const role = "server";

export const longConversation = scenario("hidden-long-conversation", { role }, async ({ student, net, seed }) => {
  const port = await net.port("tcp");
  await student.serve("server", [port]);
  const lines = Array.from({ length: 12 }, () => `${seed.sentence(seed.int(2, 60))}\n`);
  await talk(await net.connect("client", port), "long", lines);
});

export const fourClients = scenario("hidden-four-clients", { role }, async ({ student, net, seed }) => {
  const port = await net.port("tcp");
  await student.serve("server", [port]);
  const labels = ["first", "second", "third", "fourth"];
  const clients = await Promise.all(labels.map(async (label, index) => (await net.connect(`client ${index + 1}`, port)).exchange(label)));
  for (let round = 0; round < 3; round++)
    for (const client of seed.shuffle(clients)) {
      await client.send(`${seed.sentence()}\n`);
      await client.receiveLines(1);
    }
  await Promise.all(clients.map(finish));
});
