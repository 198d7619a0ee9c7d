import { tcpExchanges, type Transcript } from "#harness";
import { clientView } from "./client-view.js";
import { letterGiven } from "./letter-given.js";
import { sessionView } from "./session-view.js";

/** The view of a run: each connection as a dialogue of SMTP with the message that came over it, and how the program ended. */
export function dissect(transcript: Transcript): unknown {
  const given = letterGiven(transcript);
  if (given === null) return { exchanges: {} };
  const exit = transcript.events.find((event) => event.type === "exit")?.n ?? Infinity;
  const sessions = [...tcpExchanges(transcript)].map(([label, exchange]) => [label, sessionView(exchange, given, exit)] as const);
  const made = transcript.events.filter((event) => event.type === "open" && event.by === "student");
  const client = clientView(transcript, given);
  return {
    exchanges: Object.fromEntries(sessions),
    connections: { made: made.length, events: made.map(({ n }) => n) },
    client,
    injection: { outcome: injection(sessions.map(([, session]) => session), client.report), events: client.events }, // prettier-ignore
  };
}

/** What became of line ends in an argument: of interest where there were some. */
function injection(sessions: ReturnType<typeof sessionView>[], report: string): string {
  if (sessions.some(({ injected }) => injected === "yes")) return "a command";
  if (sessions.some(({ message }) => message?.injected === "yes")) return "a header field";
  if (sessions.some(({ message }) => message !== undefined && message.headerLineEnds !== "CRLF")) return "a bare CR or LF";
  if (sessions.some(({ accepted }) => accepted === "yes")) return "neutralised";
  return report === "none" || report === "success" ? "neither" : "refused";
}
