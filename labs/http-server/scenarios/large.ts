import { scenario, SeededStream } from "#harness";
import { serveSite } from "../site.js";

const role = "server";

const MIB = 1 << 20;
const BIG_BYTES = 50 * MIB;
const END_OF_HEAD = "\r\n\r\n";

const big = (word: string, bytes = BIG_BYTES) => new SeededStream(word, bytes, 80);

export const bigFile = scenario("big-file", { role }, async (stage) => {
  const stream = big(stage.seed.word(12));
  const site = await serveSite(stage, { more: { "big.txt": stream } });
  const client = await site.connect();
  client.party.exchange("big").expectStream(stream, END_OF_HEAD);
  await client.send(site.get("/big.txt"));
  await client.party.receiveStream(stream.length);
});

/** Readers that take a little and then nothing: what they do not take has to wait on disk, not in memory. */
export const slowReaders = scenario("slow-readers", { role, slow: true }, async (stage) => {
  const stream = big(stage.seed.word(12));
  const site = await serveSite(stage, { more: { "big.txt": stream } });
  const readers = [];
  for (let index = 1; index <= 8; index++) {
    const reader = await site.connect(`slow reader ${index}`);
    reader.party.exchange(`slow-${index}`).expectStream(stream, END_OF_HEAD);
    await reader.send(site.get("/big.txt"));
    await reader.party.receiveStream(MIB);
    reader.party.stopReading();
    readers.push(reader);
  }
  await stage.net.pause(500);
  await site.ask("meanwhile", site.get("/docs/deep/leaf.txt"));
  const [last] = readers.slice(-1);
  last?.party.resumeReading();
  await last?.party.receiveStream(stream.length);
  for (const reader of readers.slice(0, -1)) reader.party.reset();
});

export const resets = scenario("resets", { role }, async (stage) => {
  const stream = big(stage.seed.word(12));
  const site = await serveSite(stage, { more: { "big.txt": stream } });
  for (const name of ["rude client", "rude client 2"]) {
    const rude = await site.connect(name);
    rude.party.exchange(name.replaceAll(" ", "-")).expectStream(stream, END_OF_HEAD);
    await rude.send(site.get("/big.txt"));
    await rude.party.receiveStream(MIB);
    rude.party.reset();
  }
  await stage.net.pause(300);
  await site.ask("next", site.get("/notes.txt"));
});
