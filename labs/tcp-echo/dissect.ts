import { asciiUpper, programRecord, tcpExchanges, toBinary, type TcpExchange, type Transcript } from "#harness";

/**
 * The view of a run: every labelled connection as an exchange, and what the student's client printed and came to. Strings
 * hold one char per byte.
 */
export function dissect(transcript: Transcript): unknown {
  const exchanges = tcpExchanges(transcript);
  if (transcript.head.role === "server") return { exchanges: Object.fromEntries([...exchanges].map(([label, exchange]) => [label, withServer(exchange)])) as unknown };
  const client = programRecord(transcript, "client");
  const stdin = client === null ? "" : toBinary(client.stdin);
  return {
    exchanges: Object.fromEntries([...exchanges].map(([label, exchange]) => [label, withClient(exchange, stdin)])) as unknown,
    ...(client === null ? {} : { client: clientView(transcript, client, [...exchanges.values()]) }),
  };
}

function withServer({ events, outcome, closed, ...exchange }: TcpExchange): unknown {
  const sent = toBinary(exchange.sent);
  const reply = toBinary(exchange.received);
  return { sent, reply, expected: asciiUpper(sent), raised: raised(sent, reply), outcome, closed, events };
}

/** Evidence that a server works at all: the reply is what was sent, with some or all letters in upper case. */
function raised(sent: string, reply: string): "all" | "some" | "none" | "silence" {
  if (reply === "") return "silence";
  if (reply === sent || asciiUpper(reply) !== asciiUpper(sent)) return "none";
  return reply === asciiUpper(sent) ? "all" : "some";
}

function withClient({ events, closed, ...exchange }: TcpExchange, stdin: string): unknown {
  return { received: toBinary(exchange.received), expected: stdin, replies: toBinary(exchange.sent), closed, events };
}

function clientView(transcript: Transcript, client: NonNullable<ReturnType<typeof programRecord>>, exchanges: TcpExchange[]): unknown {
  const lines = linesOf(toBinary(client.stdin));
  const received = exchanges.map((exchange) => toBinary(exchange.received)).join("");
  const spawn = transcript.events.find((event) => event.type === "spawn");
  const connectedTo = transcript.events.flatMap((event) => (event.type === "open" && event.by === "student" ? [event.local] : []));
  return {
    stdin: toBinary(client.stdin),
    lines: lines.length,
    arrived: share(arrived(lines, received), lines.length),
    answered: share(linesOf(exchanges.map((exchange) => toBinary(exchange.sent)).join("")).length, lines.length),
    stdout: toBinary(client.stdout),
    expectedStdout: asciiUpper(lines.map((line) => `${line}\n`).join("")),
    stderrLines: toBinary(client.stderr)
      .split("\n")
      .filter((line) => line.trim() !== "").length,
    asked: spawn?.type === "spawn" ? spawn.command.slice(-2).join(":") : "",
    connectedTo: connectedTo.join(", "),
    closed: exchanges[0]?.closed ?? "open",
    waitedForTheEnd: waitedForTheEnd(transcript),
    ended: client.exit === null ? "running" : client.exit.signal === null ? "exited" : "killed by a signal",
    status: client.exit?.code ?? -1,
    events: client.events,
  };
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

/** Evidence that a client sends its input, well or badly: how many lines' first halves are found in what it sent, in order. */
function arrived(lines: string[], received: string): number {
  let from = 0;
  let count = 0;
  for (const line of lines) {
    const start = line.trim().slice(0, Math.ceil(line.trim().length / 2));
    const at = received.indexOf(start, from);
    if (at < 0) continue;
    from = at + start.length;
    count++;
  }
  return count;
}

/** Whether the client was still there to hear what came after its own FIN, up to the server's. */
function waitedForTheEnd(transcript: Transcript): boolean {
  for (const event of transcript.events) {
    if (event.type === "exit" && event.process === "client") return false;
    if (event.type === "end" && event.direction === "sent") return true;
  }
  return true;
}
