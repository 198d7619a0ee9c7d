import { scenario } from "#harness";
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
