import { asciiUpper, programRecord, toBinary, udpExchanges, type Transcript, type UdpExchange } from "#harness";

/**
 * The view of a run: every labelled conversation over a UDP socket as an exchange, and what the student's client printed
 * and came to. Strings hold one char per byte.
 */
export function dissect(transcript: Transcript): unknown {
  const client = programRecord(transcript, "client");
  const exchanges = [...udpExchanges(transcript)].map(([label, exchange]) => [label, transcript.head.role === "server" ? withServer(exchange) : withClient(exchange, client?.stdin)]);
  return { exchanges: Object.fromEntries(exchanges) as unknown, ...(client === null ? {} : { client: clientView(transcript, client) }) };
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
    outcome,
    events,
  };
}

function withClient({ datagrams, events }: UdpExchange, stdin: Buffer | undefined): unknown {
  const lines = linesOf(toBinary(stdin ?? Buffer.alloc(0)));
  const received = datagrams.filter(({ direction }) => direction === "received").map(({ bytes }) => toBinary(bytes));
  return {
    lines,
    /** A datagram that repeats the one before is a resend, which a slow machine may cause. */
    datagrams: received.filter((text, index) => index === 0 || text !== received[index - 1]),
    early: earlyDatagrams(datagrams),
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

/** Lines without their LF; a last line may have none. */
function linesOf(text: string): string[] {
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

function clientView(transcript: Transcript, client: NonNullable<ReturnType<typeof programRecord>>): unknown {
  const spawn = transcript.events.find((event) => event.type === "spawn");
  const talkedTo = transcript.events.flatMap((event) => (event.type === "datagram" && event.direction === "received" ? [event.local] : []));
  return {
    stdin: toBinary(client.stdin),
    stdout: toBinary(client.stdout),
    expectedStdout: asciiUpper(linesOf(toBinary(client.stdin)).map((line) => `${line}\n`).join("")),
    stderrLines: toBinary(client.stderr).split("\n").filter((line) => line.trim() !== "").length,
    asked: spawn?.type === "spawn" ? spawn.command.slice(-2).join(":") : "",
    talkedTo: [...new Set(talkedTo)].join(", "),
    ended: client.exit === null ? "running" : client.exit.signal === null ? "exited" : "killed by a signal",
    status: client.exit?.code ?? -1,
    events: client.events,
  };
}
