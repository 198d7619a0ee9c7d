import { scenario, type UdpParty } from "#harness";
import { ask, startServer, tryToAsk } from "../parties.js";

const role = "server";

const chars = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => String.fromCharCode(from + index)).join("");

export const emptyDatagram = scenario("empty-datagram", { role }, async (stage) => {
  const { net, seed } = stage;
  const server = await startServer(stage);
  await tryToAsk(await net.udp("client"), "empty", server.at, "");
  await ask(await net.udp("next client"), "next", server.at, [seed.sentence()]);
});

export const highBytes = scenario("high-bytes", { role }, async (stage) => {
  const { net, seed } = stage;
  const server = await startServer(stage);
  await tryToAsk(await net.udp("client"), "high-bytes", server.at, chars(0x80, 0xff));
  await tryToAsk(await net.udp("client 2"), "one-high-byte", server.at, chars(0xff, 0xff));
  await ask(await net.udp("next client"), "next", server.at, [seed.sentence()]);
});

export const allBytes = scenario("all-bytes", { role }, async (stage) => {
  const { net, seed } = stage;
  const server = await startServer(stage);
  await ask(await net.udp("client"), "all-bytes", server.at, [`${chars(0, 255)}\r\n`]);
  // A letter in UTF-8, in a datagram that is none as a whole.
  await ask(await net.udp("client 2"), "letter", server.at, [`${seed.word()} \xc3\xa9 ${seed.word()} \xff ${seed.word()}`]);
});

export const letters = scenario("letters-beyond-ascii", { role }, async (stage) => {
  const { net, seed } = stage;
  const server = await startServer(stage);
  // In UTF-8; each has one upper-case letter.
  const text = `${seed.word()} ${seed.shuffle([..."éèüñåøçž"]).join("")} ${seed.word()}`;
  await ask(await net.udp("client"), "letters", server.at, [Buffer.from(text, "utf8").toString("latin1")]);
});

/** The most that a UDP datagram over IPv4 carries. */
const LARGEST_BYTES = 65_507;

export const largestDatagram = scenario("largest-datagram", { role }, async (stage) => {
  const { net, seed } = stage;
  const server = await startServer(stage);
  await tryToAsk(await net.udp("client"), "largest", server.at, seed.sentence(20).repeat(1000).slice(0, LARGEST_BYTES));
  await ask(await net.udp("next client"), "next", server.at, [seed.sentence()]);
});

export const clientGone = scenario("client-gone", { role }, async (stage) => {
  const { net, seed } = stage;
  const { at, program } = await startServer(stage);
  const gone = (await net.udp("client that leaves")).exchange("gone");
  program.signal("SIGSTOP");
  await gone.send(seed.sentence(), at);
  gone.close();
  program.signal("SIGCONT");
  await ask(await net.udp("next client"), "next", at, [seed.sentence(), seed.sentence()]);
});

const SOCKETS = 20;
const EACH = 10;

export const burst = scenario("burst", { role }, async (stage) => {
  const { net, seed } = stage;
  const { at } = await startServer(stage);
  const clients: UdpParty[] = [];
  for (let i = 0; i < SOCKETS; i++) clients.push((await net.udp(`client ${i + 1}`)).exchange(`client-${i + 1}`));
  for (let round = 0; round < EACH; round++) for (const client of clients) await client.send(`${client.number} ${round} ${seed.word(60)}`, at);
  for (const client of clients) if ((await client.receivedInAll(EACH)) !== "met") break;
});
