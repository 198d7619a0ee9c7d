import { scenario, SeededStream } from "#harness";
import { finish, startServer, talk } from "../parties.js";

const role = "server";

export const splitLine = scenario("split-line", { role, modes: ["bytes", "cuts"] }, async (stage) => {
  const port = await startServer(stage);
  await talk(await stage.net.connect("client", port), "split", [`${stage.seed.sentence(3)}\n`, `${stage.seed.sentence(5)}\n`]);
});

export const twoLinesAndAHalf = scenario("two-lines-and-a-half", { role, modes: ["whole", "cuts"] }, async (stage) => {
  const { net, seed } = stage;
  const port = await startServer(stage);
  const client = (await net.connect("client", port)).exchange("coalesced");
  await client.send(`${seed.sentence()}\n${seed.sentence(2)}\n${seed.word()}`);
  await client.receiveLines(2);
  await client.send(` ${seed.word()}\n`);
  await client.receiveLines(1);
  await finish(client);
});

export const unfinishedLine = scenario("unfinished-line", { role }, async (stage) => {
  const { net, seed } = stage;
  const port = await startServer(stage);
  const client = (await net.connect("client", port)).exchange("unfinished");
  await client.send(`${seed.sentence()}\n`);
  await client.receiveLines(1);
  await client.send(seed.sentence(2));
  await finish(client);
});

export const emptyLine = scenario("empty-line", { role }, async (stage) => {
  const { net, seed } = stage;
  const port = await startServer(stage);
  await talk(await net.connect("client", port), "empty", [`${seed.sentence(2)}\n`, "\n", `${seed.sentence(2)}\n`]);
});

export const allBytes = scenario("all-bytes", { role }, async (stage) => {
  const port = await startServer(stage);
  const client = (await stage.net.connect("client", port)).exchange("all-bytes");
  // LF is one of the 256, so these are two lines; the third has a CR before its LF.
  await client.send(`${Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte)).join("")}\n${stage.seed.word()}\r\n`);
  await client.receiveLines(3);
  await finish(client);
});

export const cutCharacter = scenario("cut-character", { role }, async (stage) => {
  const { net, seed } = stage;
  const port = await startServer(stage);
  const client = (await net.connect("client", port)).exchange("cut-character");
  // é in UTF-8 is C3 A9: half of it arrives with what comes before, half with what comes after.
  await client.send(`${seed.word()} \xc3`);
  await client.pause(50);
  await client.send(`\xa9 ${seed.word()}\n`);
  await client.receiveLines(1);
  await finish(client);
});

const MIB = 1 << 20;

export const longLine = scenario("long-line", { role }, async (stage) => {
  const { net, seed } = stage;
  const port = await startServer(stage);
  const client = (await net.connect("client", port)).exchange("long-line");
  const line = new SeededStream(seed.word(12), MIB, MIB);
  client.expectStream(line.inUpperCase());
  await client.sendStream(line);
  await client.receiveStream(line.length);
  await finish(client);
});
