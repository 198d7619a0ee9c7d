import { asciiUpper, programRecord, toBinary, udpExchanges, type Transcript, type UdpExchange } from "#harness";

/**
 * The view of a run: every labelled conversation over a UDP socket as an exchange, and what the student's client printed
 * and came to. Strings hold one char per byte.
 */
export function dissect(transcript: Transcript): unknown {
  const exchanges = udpExchanges(transcript);
  if (transcript.head.role === "server") return { exchanges: Object.fromEntries([...exchanges].map(([label, exchange]) => [label, withServer(exchange)])) as unknown };
  const client = programRecord(transcript, "client");
  const lines = linesOf(client === null ? "" : toBinary(client.stdin));
  return {
    exchanges: Object.fromEntries([...exchanges].map(([label, exchange]) => [label, withClient(exchange, lines)])) as unknown,
    ...(client === null ? {} : { client: clientView(transcript, client, lines, [...exchanges.values()]) }),
  };
}

function withServer({ datagrams, outcome, events }: UdpExchange): unknown {
  const sent = datagrams.filter(({ direction }) => direction === "sent");
  const received = datagrams.filter(({ direction }) => direction === "received");
  const asked = [...new Set(sent.map(({ remote }) => remote))];
  const answeredFrom = [...new Set(received.map(({ remote }) => remote))];
  return {
    sent: sent.map(({ bytes }) => toBinary(bytes)),
    replies: received.map(({ bytes }) => toBinary(bytes)),
    expected: sent.map(({ bytes }) => asciiUpper(toBinary(bytes))),
    asked: asked.join(", "),
    answeredFrom: answeredFrom.join(", "),
    raised: raised(sent.map(({ bytes }) => toBinary(bytes)).join(""), received.map(({ bytes }) => toBinary(bytes)).join("")),
    outcome,
    events,
  };
}

/** Evidence that a server works at all: the reply is what was sent, with some or all letters in upper case. */
function raised(sent: string, reply: string): "all" | "some" | "none" | "silence" {
  if (reply === "") return "silence";
  if (reply === sent || asciiUpper(reply) !== asciiUpper(sent)) return "none";
  return reply === asciiUpper(sent) ? "all" : "some";
}

function withClient({ datagrams, events }: UdpExchange, lines: string[]): unknown {
  const received = datagrams.filter(({ direction }) => direction === "received").map(({ bytes }) => toBinary(bytes));
  return {
    lines,
    // A datagram that repeats the one before is a resend, which a slow machine may cause.
    datagrams: received.filter((text, index) => index === 0 || text !== received[index - 1]),
    events,
  };
}

/** How many datagrams came, other than resends, while the one before them had not been answered. */
function earlyDatagrams(datagrams: UdpExchange["datagrams"]): number {
  let unanswered: string | null = null;
  let early = 0;
  for (const { direction, bytes } of datagrams) {
    const text = toBinary(bytes);
    if (direction === "sent") unanswered = null;
    else {
      if (unanswered !== null && unanswered !== text) early++;
      unanswered = text;
    }
  }
  return early;
}

function share(count: number, all: number): "all" | "some" | "none" {
  return count === 0 ? "none" : count < all ? "some" : "all";
}

/** Lines without their LF; the last one may have had none. */
function linesOf(text: string): string[] {
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

function clientView(transcript: Transcript, client: NonNullable<ReturnType<typeof programRecord>>, lines: string[], exchanges: UdpExchange[]): unknown {
  const spawn = transcript.events.find((event) => event.type === "spawn");
  const talkedTo = transcript.events.flatMap((event) => (event.type === "datagram" && event.direction === "received" ? [event.local] : []));
  const datagrams = exchanges.flatMap((exchange) => exchange.datagrams);
  return {
    stdin: toBinary(client.stdin),
    lines: lines.length,
    arrived: share(
      arrived(
        lines,
        datagrams.filter(({ direction }) => direction === "received").map(({ bytes }) => toBinary(bytes)),
      ),
      lines.length,
    ),
    answered: share(datagrams.filter(({ direction }) => direction === "sent").length, lines.length),
    early: earlyDatagrams(datagrams),
    stdout: toBinary(client.stdout),
    expectedStdout: asciiUpper(lines.map((line) => `${line}\n`).join("")),
    stderrLines: toBinary(client.stderr)
      .split("\n")
      .filter((line) => line.trim() !== "").length,
    asked: spawn?.type === "spawn" ? spawn.command.slice(-2).join(":") : "",
    talkedTo: [...new Set(talkedTo)].join(", "),
    ended: client.exit === null ? "running" : client.exit.signal === null ? "exited" : "killed by a signal",
    status: client.exit?.code ?? -1,
    events: client.events,
  };
}

/** Evidence that a client sends its input, well or badly: how many lines' first halves some datagram starts with, in order. */
function arrived(lines: string[], datagrams: string[]): number {
  let next = 0;
  let count = 0;
  for (const line of lines) {
    const start = line.trim().slice(0, Math.ceil(line.trim().length / 2));
    const at = datagrams.findIndex((text, index) => index >= next && text.trimStart().startsWith(start));
    if (at < 0) continue;
    next = at + 1;
    count++;
  }
  return count;
}
