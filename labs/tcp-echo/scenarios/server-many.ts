import { scenario, SeededStream, type Port, type Stage, type TcpParty } from "#harness";
import { finish, startServer, talk } from "../parties.js";

const role = "server";

/** Time for a program to die of a fault, ms, before the others are asked whether they are still served. */
const AFTERMATH_MS = 200;
/** How long a transfer stands still that is stuck, ms. */
const STUCK_MS = 400;
/** How a slow reader reads after that: a chunk, then a breath, ms; so many bytes of it. */
const BREATH_MS = 5;
const SLOWLY_BYTES = 2 << 20;
/** What the kernel's buffers on both sides can hold is less, so that the server's replies get stuck. */
const MUCH_BYTES = 16 << 20;

/** One client resets its connection; another one goes on, and the next one comes. */
async function resetBesideOthers({ net, seed }: Stage, port: Port, rude: TcpParty, other: TcpParty): Promise<void> {
  rude.reset();
  await net.pause(AFTERMATH_MS);
  await other.send(`${seed.sentence()}\n`);
  await other.receiveLines(1);
  await finish(other);
  await talk(await net.connect("next client", port), "next", [`${seed.sentence()}\n`]);
}

export const resetWhileIdle = scenario("reset-while-idle", { role }, async (stage) => {
  const { net, seed } = stage;
  const port = await startServer(stage);
  const other = (await net.connect("other client", port)).exchange("other");
  await other.send(`${seed.sentence()}\n`);
  await other.receiveLines(1);
  const rude = (await net.connect("rude client", port)).exchange("rude");
  await rude.send(`${seed.sentence()}\n`);
  await rude.receiveLines(1);
  await resetBesideOthers(stage, port, rude, other);
});

export const resetWithRepliesUnread = scenario("reset-with-replies-unread", { role }, async (stage) => {
  const { net, seed } = stage;
  const port = await startServer(stage);
  const other = (await net.connect("other client", port)).exchange("other");
  const rude = (await net.connect("rude client", port)).exchange("rude");
  const much = new SeededStream(seed.word(12), MUCH_BYTES, 512);
  rude.expectStream(much.inUpperCase());
  rude.stopReading();
  // Until the kernel takes no more: then the server is in the middle of sending when the reset comes.
  await rude.sendStream(much, 0, much.length, STUCK_MS);
  await resetBesideOthers(stage, port, rude, other);
});

export const connectAndClose = scenario("connect-and-close", { role }, async (stage) => {
  const { net, seed } = stage;
  const port = await startServer(stage);
  const hasty = (await net.connect("hasty client", port)).exchange("hasty");
  await finish(hasty);
  (await net.connect("hasty client 2", port)).reset();
  await net.pause(AFTERMATH_MS);
  await talk(await net.connect("next client", port), "next", [`${seed.sentence()}\n`]);
});

export const slowReader = scenario("slow-reader", { role }, async (stage) => {
  const { net, seed } = stage;
  const port = await startServer(stage);
  const slow = (await net.connect("slow client", port)).exchange("slow");
  const much = new SeededStream(seed.word(12), MUCH_BYTES, 4096);
  slow.expectStream(much.inUpperCase());
  slow.stopReading();
  const sending = slow.sendStream(much, 0, MUCH_BYTES, 30_000);
  const other = await net.connect("other client", port);
  await slow.pause(1000);
  await talk(other, "other", [`${seed.sentence()}\n`, `${seed.sentence()}\n`]);
  slow.readSlowly(BREATH_MS);
  await slow.receiveStream(SLOWLY_BYTES);
  slow.resumeReading();
  await sending;
  // Much of the replies is still under way: the server owes them after this FIN as well.
  slow.end();
  await slow.receiveStream(much.length);
  await slow.receiveEnd();
});

const CLIENTS = 200;

export const twoHundredClients = scenario("two-hundred-clients", { role }, async (stage) => {
  const { net, seed } = stage;
  const port = await startServer(stage);
  const clients: TcpParty[] = [];
  for (let i = 0; i < CLIENTS && clients.at(-1)?.alive !== false; i++) clients.push((await net.connect(`client ${i + 1}`, port)).exchange(`client-${i + 1}`));
  for (const client of clients) await client.send(`${seed.sentence(3)}\n`);
  for (const client of clients) if ((await client.receiveLines(1)) === "deadline") break;
  await Promise.all(clients.map(finish));
});
