import { asciiUpper, scenario, toBinary, type Seed, type UdpParty } from "#harness";
import { reply } from "../parties.js";

const role = "client";

const LINES = 1000;
/** So short that the losses cost seconds, and longer than a busy machine keeps a program waiting. */
const BRISK_MS = 50;
/** Time-outs; more than the losses come to, several times over: a client that waits for so long in all does not keep to TIMEOUT_MS. */
const MOST_WAITING = 2000;

/** How long a client that has heard an answer may take to go on, before it is taken for one that has not, ms. */
const GLANCE_MS = 5;

type Loss = "send" | "reply";

/** What becomes of the first sends of the lines that lose any: a third of all lines; one in eight of these loses two. The last send always gets through. */
function drawLosses(seed: Seed, lines: readonly string[]): Map<string, Loss[]> {
  const one = (): Loss => seed.pick(["send", "reply"]);
  const losing = seed.shuffle(lines).slice(0, Math.round(lines.length / 3));
  return new Map(losing.map((line) => [line, seed.int(1, 8) === 1 ? [one(), one()] : [one()]]));
}

export const clientLossyNetwork = scenario("client-lossy-network", { role, slow: true }, async ({ student, net, seed, unhurried }) => {
  const timeoutMs = BRISK_MS * Math.max(1, unhurried);
  const lines = Array.from({ length: LINES }, (_, index) => `${index + 1} ${seed.word()}`);
  const server = (await net.udp("server")).exchange("losses");
  const env = { TIMEOUT_MS: String(timeoutMs) };
  const client = await student.run("client", [server.host, server.port], { stdin: lines.map((line) => `${line}\n`).join(""), env });
  await answerBriskly(server, drawLosses(seed, lines), timeoutMs);
  await client.exited();
});

interface Line {
  text: string;
  sends: number;
  /** When it came last, and when it was answered last, ms (performance.now()); 0: not yet. */
  cameAt: number;
  answeredAt: number;
  /** How late we were at worst in hearing its sends, ms. */
  lateMs: number;
}

/** The client's last send of a line. */
const LAST = 3;
/** More lines than this are not excused: then it is deaf, whatever the machine does. */
const MOST_EXCUSED = LINES / 10;

/**
 * Answers at once what is not lost. A send that comes although its line was answered has crossed the answer: it is answered too if
 * the client then waits for that, and not if it has gone on, so that no late reply of ours disturbs the next line.
 */
async function answerBriskly(server: UdpParty, losses: Map<string, Loss[]>, timeoutMs: number): Promise<void> {
  const lines = new Map<string, Line>();
  const givenUp: { line: Line; at: number }[] = [];
  let waiting = 0;
  let started = 0;
  let current: Line | null = null;
  for (let datagram = await server.receive(); datagram !== null && waiting < MOST_WAITING * timeoutMs; datagram = await server.receive()) {
    const text = toBinary(datagram.bytes);
    const now = performance.now();
    started ||= now;
    const line: Line = lines.get(text) ?? { text, sends: 0, cameAt: now, answeredAt: 0, lateMs: 0 };
    lines.set(text, line);
    if (current !== null && current !== line && current.sends >= LAST) givenUp.push({ line: current, at: now });
    current = line;
    waiting += now - line.cameAt;
    line.cameAt = now;
    line.lateMs = Math.max(line.lateMs, datagram.lateMs);
    const loss = losses.get(text)?.[line.sends++];
    if (loss === "send") server.lose("received", datagram.bytes);
    else if (loss === "reply" || (line.answeredAt > 0 && (await server.glance(GLANCE_MS)))) server.lose("sent", asciiUpper(text));
    else {
      await reply(server, datagram);
      line.answeredAt = performance.now();
    }
  }
  // Perhaps given up although it was answered: no fault of the client's if we were late, or if it had no time to hear the answer.
  const wasLate = ({ line, at }: { line: Line; at: number }) => Math.max(line.lateMs, server.stallBetween(line.answeredAt, at)) > timeoutMs / 4;
  const excused = givenUp.filter((one) => one.line.answeredAt > 0 && wasLate(one)).slice(0, MOST_EXCUSED);
  for (const { line } of excused) server.fault("unheard", line.text);
  const stallMs = server.stallBetween(started, performance.now());
  if (stallMs > timeoutMs) server.ownLateness(stallMs);
}
