import {
  asciiUpper,
  firstHalf,
  linesOf,
  occurInOrder,
  programRecord,
  resemblesUpperCase,
  share,
  tcpExchanges,
  toBinary,
  type TcpExchange,
  type Transcript,
} from "#harness";
import { shareOfTheTimeAllowed, type Spent } from "./pace.js";

/**
 * The view of a run: every labelled connection as an exchange, and what the student's client printed and came to. Strings
 * hold one char per byte.
 */
export function dissect(transcript: Transcript): unknown {
  const exchanges = tcpExchanges(transcript);
  if (transcript.head.role === "server")
    return {
      exchanges: Object.fromEntries(
        [...exchanges].map(([label, exchange]) => [label, exchange.bulk === null ? withServer(exchange) : bulk(exchange)]),
      ) as unknown,
      ...(summary([...exchanges.values()]) as object),
      ...pace(transcript, exchanges.get("pipelined")),
    };
  const client = programRecord(transcript, "client");
  const stdin = client === null ? "" : toBinary(client.stdin);
  return {
    exchanges: Object.fromEntries(
      [...exchanges].map(([label, exchange]) => [label, exchange.bulk === null ? withClient(exchange, stdin) : bulk(exchange)]),
    ) as unknown,
    ...(client === null ? {} : { client: clientView(transcript, client, [...exchanges.values()]) }),
  };
}

function withServer({ events, outcome, closed, ...exchange }: TcpExchange): unknown {
  const sent = toBinary(exchange.sent);
  const reply = toBinary(exchange.received);
  return { sent, reply, expected: asciiUpper(sent), served: served(sent, reply, exchange.receivedBeforeOurEnd), outcome, closed, events };
}

/** Much data, recorded by reference to the stream that was to come. */
function bulk({ received, bulk: bytes, outcome, closed, events }: TcpExchange): unknown {
  return {
    sentBytes: bytes?.sent ?? 0,
    rightBytes: bytes?.received ?? 0,
    wrongBytes: bytes?.cut === true ? "many" : received.length === 0 ? "none" : "some",
    outcome,
    closed,
    events,
  };
}

/** All connections of a run together. */
function summary(exchanges: TcpExchange[]): unknown {
  const answered = exchanges.filter(
    ({ sent, received, receivedBeforeOurEnd }) => served(toBinary(sent), toBinary(received), receivedBeforeOurEnd) === "in time",
  );
  return { connections: { made: exchanges.length, served: answered.length, events: exchanges.flatMap(({ events }) => events) } };
}

/** How much of the time allowed a server took for much work: 1 is all of it. */
function pace(transcript: Transcript, exchange: TcpExchange | undefined): { pace?: unknown } {
  const server = spent(transcript, "server");
  const yardstick = spent(transcript, "yardstick");
  const line = transcript.events.find((event) => event.type === "bulk" && event.direction === "sent");
  if (exchange === undefined || server === null || yardstick === null || line?.type !== "bulk") return {};
  const spentShare = shareOfTheTimeAllowed(server, yardstick);
  return {
    pace: {
      lines: line.of.length / line.of.lineBytes,
      answeredLines: Math.floor((exchange.bulk?.received ?? 0) / line.of.lineBytes),
      shareOfTheTimeAllowed: Math.round(spentShare * 100) / 100,
      events: exchange.events,
    },
  };
}

/** Time between the first and the last time that a program's CPU time was looked at, and what it had of it; Infinity if not known. */
function spent(transcript: Transcript, process: string): Spent | null {
  const looks = transcript.events.flatMap((event) => (event.type === "cpu" && event.process === process ? [event] : []));
  const [first, last] = [looks[0], looks.at(-1)];
  if (first === undefined || last === undefined) return null;
  return { wallMs: last.at - first.at, cpuMs: first.ms === null || last.ms === null ? Infinity : last.ms - first.ms };
}

/** Whether a server answers at all, well or badly, and while the client still listens with its own side open. */
function served(sent: string, reply: string, beforeOurEnd: number): "in time" | "late" | "wrong" | "silence" {
  if (reply === "") return "silence";
  if (!resemblesUpperCase(sent, reply)) return "wrong";
  return resemblesUpperCase(sent, reply.slice(0, beforeOurEnd)) ? "in time" : "late";
}

function withClient({ events, closed, ...exchange }: TcpExchange, stdin: string): unknown {
  return {
    received: toBinary(exchange.received),
    expected: stdin,
    expectedWithLf: stdin.endsWith("\n") ? stdin : `${stdin}\n`,
    replies: toBinary(exchange.sent),
    closed,
    events,
  };
}

function clientView(transcript: Transcript, client: NonNullable<ReturnType<typeof programRecord>>, exchanges: TcpExchange[]): unknown {
  const lines = linesOf(toBinary(client.stdin));
  const received = exchanges.map((exchange) => toBinary(exchange.received)).join("");
  const spawn = transcript.events.find((event) => event.type === "spawn");
  const connectedTo = transcript.events.flatMap((event) => (event.type === "open" && event.by === "student" ? [event.local] : []));
  return {
    stdin: toBinary(client.stdin),
    lines: lines.length,
    arrived: share(occurInOrder(lines.map(firstHalf), received), lines.length),
    answered: share(linesOf(exchanges.map((exchange) => toBinary(exchange.sent)).join("")).length, lines.length),
    printed: share(occurInOrder(lines.map(asciiUpper), toBinary(client.stdout)), lines.length),
    printedOfReplies: printedOfReplies(exchanges, toBinary(client.stdout)),
    stdout: toBinary(client.stdout),
    expectedStdout: asciiUpper(lines.map((line) => `${line}\n`).join("")),
    expectedReplies: exchanges.map((exchange) => toBinary(exchange.sent)).join(""),
    expectedWithoutLastLf: asciiUpper(lines.join("\n")),
    streamGiven: client.bulk.stdin,
    streamPrinted: client.bulk.stdout,
    stderrLines: toBinary(client.stderr)
      .split("\n")
      .filter((line) => line.trim() !== "").length,
    asked: spawn?.type === "spawn" ? spawn.command.slice(-2).join(":") : "",
    connectedTo: connectedTo.join(", "),
    closed: exchanges[0] === undefined ? "open" : exchanges[0].closed === "fin" && exchanges[0].afterOurEnd ? "late" : exchanges[0].closed,
    waitedForTheEnd: waitedForTheEnd(transcript),
    ended: client.exit === null ? "running" : client.exit.signal === null ? "exited" : "killed by a signal",
    status: client.exit?.code ?? -1,
    events: [...client.events, ...exchanges.flatMap((exchange) => exchange.events)].sort((a, b) => a - b),
  };
}

/** How many of the replies that the server sent were printed, in order; a client need not have any. */
function printedOfReplies(exchanges: TcpExchange[], stdout: string): ReturnType<typeof share> {
  const replies = linesOf(exchanges.map(({ sent }) => toBinary(sent)).join("")).map((line) => line.trim());
  return share(occurInOrder(replies, stdout), replies.length);
}

/** Whether the client was still there to hear what came after its own FIN, up to the server's. */
function waitedForTheEnd(transcript: Transcript): boolean {
  for (const event of transcript.events) {
    if (event.type === "exit" && event.process === "client") return false;
    if (event.type === "end" && event.direction === "sent") return true;
  }
  return true;
}
