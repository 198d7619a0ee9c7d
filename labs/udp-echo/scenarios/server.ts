import { scenario } from "#harness";
import { ask, hear, startServer } from "../parties.js";

const role = "server";

export const oneDatagram = scenario("one-datagram", { role }, async (stage) => {
  const server = await startServer(stage);
  await ask(await stage.net.udp("client"), "hello", server.at, [`${stage.seed.alphabet()} ${stage.seed.word(6).toUpperCase()}`]);
});

export const otherCharacters = scenario("other-characters", { role }, async (stage) => {
  const { net, seed } = stage;
  const server = await startServer(stage);
  const marks = seed.shuffle([..."!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"]).join("");
  await ask(await net.udp("client"), "other-characters", server.at, [`  ${seed.word()} ${seed.int(10000, 99999)}\t${marks} 0123456789 ${seed.word()}  `]);
});

export const severalDatagrams = scenario("several-datagrams", { role }, async (stage) => {
  const { net, seed } = stage;
  const server = await startServer(stage);
  const repeated = seed.sentence(3);
  await ask(await net.udp("client"), "several", server.at, [seed.sentence(), repeated, repeated, seed.sentence(6), seed.sentence(2)]);
});

export const twoClients = scenario("two-clients", { role }, async (stage) => {
  const { net, seed } = stage;
  const { at } = await startServer(stage);
  const first = (await net.udp("client 1")).exchange("first");
  const second = (await net.udp("client 2")).exchange("second");
  let before: [string, string] | null = null;
  for (let round = 0; round < 2; round++) {
    const texts: [string, string] = [seed.sentence(), seed.sentence()];
    await first.send(texts[0], at);
    await second.send(texts[1], at);
    await hear(second, before?.[1] ?? null);
    await hear(first, before?.[0] ?? null);
    before = texts;
  }
});

export const largeDatagram = scenario("large-datagram", { role }, async (stage) => {
  const { net, seed } = stage;
  const server = await startServer(stage);
  await ask(await net.udp("client"), "large", server.at, [`${seed.sentence(300).slice(0, 1399)}y`]);
});

export const oneAfterAnother = scenario("one-after-another", { role }, async (stage) => {
  const { net, seed } = stage;
  const server = await startServer(stage);
  const first = await net.udp("client 1");
  await ask(first, "first", server.at, [seed.sentence()]);
  first.close();
  await ask(await net.udp("client 2"), "second", server.at, [seed.sentence(), seed.sentence()]);
});
