import { scenario } from "#harness";
import { finish, startServer, talk } from "../parties.js";

const role = "server";

export const oneClient = scenario("one-client", { role }, async (stage) => {
  const port = await startServer(stage);
  await talk(await stage.net.connect("client", port), "hello", [`${stage.seed.alphabet()} ${stage.seed.word(6).toUpperCase()}\n`]);
});

export const threeLines = scenario("three-lines", { role }, async (stage) => {
  const { net, seed } = stage;
  const port = await startServer(stage);
  await talk(await net.connect("client", port), "three-lines", [`${seed.sentence()}\n`, `${seed.sentence(6)}\n`, `${seed.sentence(3)}\n`]);
});

export const otherCharacters = scenario("other-characters", { role }, async (stage) => {
  const { net, seed } = stage;
  const port = await startServer(stage);
  const marks = seed.shuffle([..."!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"]).join("");
  await talk(await net.connect("client", port), "other-characters", [`  ${seed.word()} ${seed.int(10000, 99999)}\t${marks} 0123456789 ${seed.word()}  \n`]);
});

export const oneAfterAnother = scenario("one-after-another", { role }, async (stage) => {
  const { net, seed } = stage;
  const port = await startServer(stage);
  await talk(await net.connect("client", port), "first", [`${seed.sentence()}\n`]);
  await talk(await net.connect("client 2", port), "second", [`${seed.sentence()}\n`]);
});

export const twoAtOnce = scenario("two-at-once", { role }, async (stage) => {
  const { net, seed } = stage;
  const port = await startServer(stage);
  const silent = (await net.connect("silent client", port)).exchange("silent");
  await talk(await net.connect("client 2", port), "talking", [`${seed.sentence()}\n`]);
  await silent.send(`${seed.sentence()}\n`);
  await silent.receiveLines(1);
  await finish(silent);
});
