import { scenario } from "#harness";
import { ask } from "../../../../labs/udp-echo/parties.js";

const role = "server";
const ELSEWHERE = "127.0.5.2";

export const manyLengths = scenario("hidden-many-lengths", { role }, async ({ student, net, seed }) => {
  const port = await net.port("udp");
  await student.serve("server", [port]);
  const texts = Array.from({ length: 12 }, () => seed.sentence(seed.int(2, 120)).slice(0, 1400));
  await ask(await net.udp("client"), "many", port, texts);
});

export const clientElsewhere = scenario("hidden-client-elsewhere", { role, addresses: [ELSEWHERE] }, async ({ student, net, seed }) => {
  const port = await net.port("udp");
  await student.serve("server", [port]);
  await ask(await net.udp("client elsewhere", { host: ELSEWHERE }), "elsewhere", port, [seed.sentence(), seed.sentence()]);
});
