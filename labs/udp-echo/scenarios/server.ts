import { scenario } from "#harness";
import { ask, serverAt } from "../parties.js";

const role = "server";

export const oneDatagram = scenario("one-datagram", { role }, async ({ student, net, seed }) => {
  const port = await net.port("udp");
  await student.serve("server", [port]);
  await ask(await net.udp("client"), "hello", port, [`${seed.alphabet()} ${seed.sentence(2)}`]);
});

export const otherCharacters = scenario("other-characters", { role }, async ({ student, net, seed }) => {
  const port = await net.port("udp");
  await student.serve("server", [port]);
  const marks = seed.shuffle([..."!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"]).join("");
  await ask(await net.udp("client"), "other-characters", port, [`  ${seed.word()} ${seed.int(10000, 99999)}\t${marks} 0123456789 ${seed.word()}  `]);
});

export const severalDatagrams = scenario("several-datagrams", { role }, async ({ student, net, seed }) => {
  const port = await net.port("udp");
  await student.serve("server", [port]);
  const repeated = seed.sentence(3);
  await ask(await net.udp("client"), "several", port, [seed.sentence(), repeated, repeated, seed.sentence(6), seed.sentence(2)]);
});

export const twoClients = scenario("two-clients", { role }, async ({ student, net, seed }) => {
  const port = await net.port("udp");
  await student.serve("server", [port]);
  const first = (await net.udp("client 1")).exchange("first");
  const second = (await net.udp("client 2")).exchange("second");
  for (let round = 0; round < 2; round++) {
    await first.send(seed.sentence(), serverAt(port));
    await second.send(seed.sentence(), serverAt(port));
    await second.receive();
    await first.receive();
  }
});

export const largeDatagram = scenario("large-datagram", { role }, async ({ student, net, seed }) => {
  const port = await net.port("udp");
  await student.serve("server", [port]);
  await ask(await net.udp("client"), "large", port, [seed.sentence(300).slice(0, 1400).padEnd(1400, "y")]);
});

export const oneAfterAnother = scenario("one-after-another", { role }, async ({ student, net, seed }) => {
  const port = await net.port("udp");
  await student.serve("server", [port]);
  const first = await net.udp("client 1");
  await ask(first, "first", port, [seed.sentence()]);
  first.close();
  await ask(await net.udp("client 2"), "second", port, [seed.sentence(), seed.sentence()]);
});
