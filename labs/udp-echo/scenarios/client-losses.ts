import { asciiUpper, scenario, toBinary, type Stage } from "#harness";
import { answerWithLosses, reply, SHORT, SHORT_TIMEOUT_MS } from "../parties.js";

const role = "client";

/** The third send is the last: no reply of ours to it may come too late. */
const ONE_SECOND = { TIMEOUT_MS: "1000" };

/** Runs the client on two lines or more; `fate` is about those at even places, the others are answered at once. */
async function withLosses(
  { student, net, seed }: Stage,
  label: string,
  fate: (nth: number) => "answer" | "lose" | "lose-reply",
  { env = SHORT, count = 2, goesOnWithinMs = 0 }: { env?: { TIMEOUT_MS: string }; count?: number; goesOnWithinMs?: number } = {},
): Promise<void> {
  const lines = Array.from({ length: count }, () => seed.sentence());
  const server = await net.udp("server");
  const client = await student.run("client", [server.host, server.port], { stdin: lines.map((line) => `${line}\n`).join(""), env });
  const met: string[] = [];
  const byLine = (text: string, nth: number) => {
    if (!met.includes(text)) met.push(text);
    return met.indexOf(text) % 2 === 0 ? fate(nth) : "answer";
  };
  await answerWithLosses(server, label, byLine, goesOnWithinMs);
  await client.exited();
}

export const clientFirstSendLost = scenario("client-first-send-lost", { role }, async (stage) => {
  await withLosses(stage, "losses", (nth) => (nth === 1 ? "lose" : "answer"));
});

export const clientFirstReplyLost = scenario("client-first-reply-lost", { role }, async (stage) => {
  await withLosses(stage, "losses", (nth) => (nth === 1 ? "lose-reply" : "answer"));
});

export const clientTwoSendsLost = scenario("client-two-sends-lost", { role }, async (stage) => {
  await withLosses(stage, "losses", (nth) => (nth <= 2 ? "lose" : "answer"), { env: ONE_SECOND });
});

/** Much shorter than the default, so that a client that does not look at the variable is told from one on a slow machine. */
const VERY_SHORT_MS = 100;
/** Twice the time-out, since a timer may count whole multiples of it, and as much again. */
const RESENT_WITHIN_MS = 4 * VERY_SHORT_MS;

export const clientShortTimeout = scenario("client-short-time-out", { role }, async ({ student, net, seed }) => {
  const server = (await net.udp("server")).exchange("losses");
  const client = await student.run("client", [server.host, server.port], { stdin: `${seed.sentence()}\n`, env: { TIMEOUT_MS: String(VERY_SHORT_MS) } });
  const first = await server.receive();
  if (first !== null) {
    server.lose("received", first.bytes);
    await server.expectWithin(RESENT_WITHIN_MS);
  }
  await answerWithLosses(server, "losses", () => "answer");
  await client.exited();
});

export const clientAllSendsLost = scenario("client-all-sends-lost", { role }, async (stage) => {
  // A timer may count whole multiples of the time-out; one that grows from send to send takes four of them by now.
  // Two of four, the last one answered: an exit status that counts failures, or tells of the last line, is told from one that says that there were any.
  await withLosses(stage, "losses", () => "lose", { count: 4, goesOnWithinMs: 3 * SHORT_TIMEOUT_MS });
});

export const clientRefused = scenario("client-refused", { role }, async ({ student, net, seed }) => {
  const nobody = await net.port("udp");
  const client = await student.run("client", ["127.0.0.1", nobody.number], { stdin: `${seed.sentence()}\n`, env: SHORT });
  await client.exited();
});

/** So long that nothing is sent again by a client that is stopped for a moment. */
const LONG = { TIMEOUT_MS: "8000" };
/** How long a client may take to send its first line, before it is taken for one that reads all of its input first, ms. */
const READS_ON_MS = 1500;
/** How late the duplicates are, ms. */
const LATE_MS = 150;

export const clientLateDuplicate = scenario("client-late-duplicate", { role }, async ({ student, net, seed }) => {
  const server = (await net.udp("server")).exchange("duplicate");
  const client = await student.run("client", [server.host, server.port], { env: LONG });
  await client.write(`${seed.sentence()}\n`);
  const readsAllFirst = !(await server.lull(READS_ON_MS));
  const giveTheSecondLine = async () => {
    await client.write(`${seed.sentence()}\n`);
    client.endInput();
  };
  if (readsAllFirst) await giveTheSecondLine();
  const datagram = await server.receive();
  if (datagram !== null) {
    // Stopped, it cannot send its second line before the duplicate is there.
    if (readsAllFirst) client.signal("SIGSTOP");
    await reply(server, datagram);
    // Later than a look into the socket right after the reply would find it.
    if (!readsAllFirst) await server.lull(LATE_MS);
    for (let copies = 0; copies < 2; copies++) await server.sendAgain(asciiUpper(toBinary(datagram.bytes)), datagram.from);
    if (readsAllFirst) client.signal("SIGCONT");
    else await giveTheSecondLine();
    const second = await server.receive();
    if (second !== null) await reply(server, second);
  }
  client.endInput();
  await client.exited();
});
