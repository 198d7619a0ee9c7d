import { atRandom, scenario } from "#harness";
import { ask, startServer } from "../../../../labs/udp-echo/parties.js";

const role = "server";
const ELSEWHERE = "127.0.5.2";

export const manyLengths = scenario("hidden-many-lengths", { role }, async (stage) => {
  const { net, seed } = stage;
  const server = await startServer(stage);
  const texts = Array.from({ length: 12 }, () => seed.sentence(seed.int(2, 120)).slice(0, 1400));
  await ask(await net.udp("client"), "many", server.at, texts);
});

export const clientElsewhere = scenario("hidden-client-elsewhere", { role, addresses: [ELSEWHERE] }, async (stage) => {
  const { net, seed } = stage;
  const server = await startServer(stage);
  await ask(await net.udp("client elsewhere", { host: ELSEWHERE }), "elsewhere", server.at, [seed.sentence(), seed.sentence()]);
});

const CLIENTS = 3;
const EACH = 12;

export const faultyNetwork = scenario("hidden-faulty-network", { role }, async (stage) => {
  const { net, seed } = stage;
  const { at } = await startServer(stage);
  const faults = { drop: 0.15, duplicate: 0.25, delay: 0.15, reorder: 0.15 };
  await Promise.all(
    Array.from({ length: CLIENTS }, async (_, index) => {
      const client = (await net.udp(`client ${index + 1}`)).exchange(`client-${index + 1}`);
      const link = net.faulty(client, atRandom(seed, faults));
      for (let nth = 0; nth < EACH; nth++) await link.send(`${index + 1} ${nth} ${seed.sentence(3)}`, at);
      await link.settle();
      await client.receivedInAll(client.sent);
    }),
  );
});
