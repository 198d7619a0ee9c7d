import { scenario, SeededStream, type TcpParty } from "#harness";
import { shareOfTheTimeAllowed, type Spent } from "../pace.js";

const role = "server";

const LINES = 100_000;
const LINE_BYTES = 20;
/** How often the time spent is looked at meanwhile. */
const STEPS = 25;
/** How long the server may take nothing more before it counts as stuck, ms. */
const STUCK_MS = 10_000;

interface Measured {
  measure(): number | null;
}

/**
 * Sends all lines without waiting and takes the replies as they come, until all are there, or until more time is spent than is
 * allowed beside what the yardstick took.
 */
async function pipeline(client: TcpParty, sent: SeededStream, replies: SeededStream, program: Measured, yardstick: Spent | null): Promise<Spent> {
  const started = performance.now();
  const before = program.measure() ?? 0;
  const spent = (): Spent => ({ wallMs: performance.now() - started, cpuMs: (program.measure() ?? Infinity) - before });
  client.expectStream(replies);
  const sending = client.sendStream(sent, 0, sent.length, STUCK_MS);
  let received = 0;
  for (let step = 1; step <= STEPS; step++) {
    const target = Math.ceil((replies.length * step) / STEPS);
    if ((await client.receiveStream(target)) !== "met" || client.matchedBytes < target) break;
    received = target;
    if (yardstick !== null && shareOfTheTimeAllowed(spent(), yardstick) > 1) break;
  }
  const total = spent();
  if (received < replies.length) client.reset();
  client.end();
  await client.receiveEnd();
  await sending;
  return total;
}

export const pipelinedLines = scenario("pipelined-lines", { role }, async ({ student, net, seed }) => {
  const lines = new SeededStream(seed.word(12), LINES * LINE_BYTES, LINE_BYTES);
  const yardstick = await net.yardstick();
  const first = (await net.connect("client of the yardstick", yardstick.port)).exchange("yardstick");
  const measure = await pipeline(first, lines, lines, yardstick, null);
  const port = await net.port("tcp");
  const server = await student.serve("server", [port]);
  await pipeline((await net.connect("client", port)).exchange("pipelined"), lines, lines.inUpperCase(), server, measure);
});
