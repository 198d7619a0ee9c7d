import { asciiUpper, programRecord, tcpExchanges, toBinary, type TcpExchange, type Transcript } from "#harness";

/**
 * The view of a run: every labelled connection as an exchange, and what the student's client printed and came to. Strings
 * hold one char per byte.
 */
export function dissect(transcript: Transcript): unknown {
  const exchanges = tcpExchanges(transcript);
  if (transcript.head.role === "server") return { exchanges: Object.fromEntries([...exchanges].map(([label, exchange]) => [label, exchange.bulk === null ? withServer(exchange) : bulk(exchange)])) as unknown, ...(summary([...exchanges.values()]) as object) };
  const client = programRecord(transcript, "client");
  const stdin = client === null ? "" : toBinary(client.stdin);
  return {
    exchanges: Object.fromEntries([...exchanges].map(([label, exchange]) => [label, exchange.bulk === null ? withClient(exchange, stdin) : bulk(exchange)])) as unknown,
    ...(client === null ? {} : { client: clientView(transcript, client, [...exchanges.values()]) }),
  };
}

function withServer({ events, outcome, closed, ...exchange }: TcpExchange): unknown {
  const sent = toBinary(exchange.sent);
  const reply = toBinary(exchange.received);
  return { sent, reply, expected: asciiUpper(sent), raised: raised(sent, reply), outcome, closed, events };
}

/** Much data, recorded by reference to the stream that was to come. */
function bulk({ received, bulk: bytes, outcome, closed, events }: TcpExchange): unknown {
  return { sentBytes: bytes?.sent ?? 0, rightBytes: bytes?.received ?? 0, wrongBytes: bytes?.cut === true ? "many" : received.length === 0 ? "none" : "some", outcome, closed, events };
}

/** All connections of a run together. */
function summary(exchanges: TcpExchange[]): unknown {
  const served = exchanges.filter(({ sent, received, outcome }) => outcome === "met" && sent.length > 0 && asciiUpper(toBinary(sent)) === toBinary(received));
  return { connections: { made: exchanges.length, served: served.length, events: exchanges.flatMap(({ events }) => events) } };
}

/** Evidence that a server works at all: the reply is what was sent, with some or all letters in upper case. */
function raised(sent: string, reply: string): "all" | "some" | "none" | "silence" {
  if (reply === "") return "silence";
  if (reply === sent || asciiUpper(reply) !== asciiUpper(sent)) return "none";
  return reply === asciiUpper(sent) ? "all" : "some";
}

function withClient({ events, closed, ...exchange }: TcpExchange, stdin: string): unknown {
  return { received: toBinary(exchange.received), expected: stdin, expectedWithLf: stdin.endsWith("\n") ? stdin : `${stdin}\n`, replies: toBinary(exchange.sent), closed, events };
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
    expectedWithoutLastLf: asciiUpper(lines.join("\n")),
    streamGiven: client.bulk.stdin,
    streamPrinted: client.bulk.stdout,
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
