import { asciiUpper, scenario, toBinary, type Seed, type UdpParty } from "#harness";
import { reply } from "../parties.js";

const role = "client";

const LINES = 1000;
/** So short that the losses cost seconds, and longer than a busy machine keeps a program waiting. */
const BRISK_MS = 30;
/** More than what its time-outs come to, several times over, ms: a client that spends so much on them does not keep to TIMEOUT_MS. */
const MOST_WAITING_MS = 60_000;

type Loss = "send" | "reply";

/** What becomes of the first sends of the lines that lose any: a third of all lines; one in eight of these loses two. The last send always gets through. */
function drawLosses(seed: Seed, lines: readonly string[]): Map<string, Loss[]> {
  const one = (): Loss => seed.pick(["send", "reply"]);
  const losing = seed.shuffle(lines).slice(0, Math.round(lines.length / 3));
  return new Map(losing.map((line) => [line, seed.int(1, 8) === 1 ? [one(), one()] : [one()]]));
}

export const clientLossyNetwork = scenario("client-lossy-network", { role }, async ({ student, net, seed }) => {
  const lines = Array.from({ length: LINES }, (_, index) => `${index + 1} ${seed.word()}`);
  const server = (await net.udp("server")).exchange("losses");
  const env = { TIMEOUT_MS: String(BRISK_MS) };
  const client = await student.run("client", [server.host, server.port], { stdin: lines.map((line) => `${line}\n`).join(""), env });
  await answerBriskly(server, drawLosses(seed, lines));
  await client.exited();
});

/**
 * Answers at once what is not lost. A send that comes although its line was answered has crossed the answer: it is answered too if
 * the client then waits for that, and not if it has gone on, so that no late reply of ours disturbs the next line.
 */
async function answerBriskly(server: UdpParty, losses: Map<string, Loss[]>): Promise<void> {
  const sends = new Map<string, { nth: number; at: number; answered: boolean }>();
  let waiting = 0;
  for (let datagram = await server.receive(); datagram !== null && waiting < MOST_WAITING_MS; datagram = await server.receive()) {
    const text = toBinary(datagram.bytes);
    const now = performance.now();
    const line = sends.get(text) ?? { nth: 0, at: now, answered: false };
    waiting += now - line.at;
    // What was slow until its first datagram was its start.
    if (sends.size === 0) server.worstStall();
    sends.set(text, { nth: line.nth + 1, at: now, answered: line.answered });
    const loss = losses.get(text)?.[line.nth];
    if (loss === "send") {
      server.lose("received", datagram.bytes);
      continue;
    }
    if (loss === "reply" || (line.answered && (await server.lull(BRISK_MS / 2)))) {
      server.lose("sent", asciiUpper(text));
      continue;
    }
    await reply(server, datagram);
    sends.set(text, { nth: line.nth + 1, at: now, answered: true });
  }
  // Somebody was kept waiting for longer than a time-out: what failed then need not be the client's fault.
  const stallMs = server.worstStall();
  if (stallMs > BRISK_MS) server.ownLateness(stallMs);
}
