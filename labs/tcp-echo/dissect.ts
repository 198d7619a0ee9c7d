import { asciiUpper, programRecord, tcpExchanges, toBinary, type Transcript } from "#harness";

/**
 * The view of a run: every labelled connection as an exchange, and what the student's client printed and came to. Strings
 * hold one char per byte.
 */
export function dissect(transcript: Transcript): unknown {
  const client = programRecord(transcript, "client");
  const exchanges: Record<string, unknown> = {};
  for (const [label, exchange] of tcpExchanges(transcript)) {
    const { events, outcome, closed } = exchange;
    const sent = toBinary(exchange.sent);
    const received = toBinary(exchange.received);
    exchanges[label] =
      transcript.head.role === "server"
        ? { sent, reply: received, expected: asciiUpper(sent), outcome, closed, events }
        : { received, expected: client === null ? "" : toBinary(client.stdin), replies: sent, closed, waitedForTheEnd: waitedForTheEnd(transcript, exchange.socket), events };
  }
  return { exchanges, ...(client === null ? {} : { client: clientView(transcript, client) }) };
}

function clientView(transcript: Transcript, client: NonNullable<ReturnType<typeof programRecord>>): unknown {
  const replies = [...tcpExchanges(transcript).values()].map((exchange) => exchange.sent);
  return {
    stdin: toBinary(client.stdin),
    stdout: toBinary(client.stdout),
    expectedStdout: toBinary(Buffer.concat(replies)),
    stderrLines: toBinary(client.stderr).split("\n").filter((line) => line.trim() !== "").length,
    asked: askedFor(transcript),
    connectedTo: connectedTo(transcript).join(", "),
    ended: client.exit === null ? "running" : client.exit.signal === null ? "exited" : "killed by a signal",
    status: client.exit?.code ?? -1,
    events: client.events,
  };
}

/** Whether the client was still there to hear what came after its own FIN, up to the server's. */
function waitedForTheEnd(transcript: Transcript, socket: number): boolean {
  for (const event of transcript.events) {
    if (event.type === "exit" && event.process === "client") return false;
    if (event.type === "end" && event.socket === socket && event.direction === "sent") return true;
  }
  return true;
}

/** Host and port that the client was given, as an address. */
function askedFor(transcript: Transcript): string {
  const spawn = transcript.events.find((event) => event.type === "spawn");
  return spawn?.type === "spawn" ? spawn.command.slice(-2).join(":") : "";
}

/** Where the client connected to, in order. */
function connectedTo(transcript: Transcript): string[] {
  return transcript.events.flatMap((event) => (event.type === "open" && event.by === "student" ? [event.local] : []));
}
