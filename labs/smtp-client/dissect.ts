import { tcpExchanges, type TcpExchange, type Transcript } from "#harness";
import { clientView } from "./client-view.js";
import { letterGiven } from "./letter-given.js";
import { injectedCommand, sessionView } from "./session-view.js";

/** The view of a run: each connection as a dialogue of SMTP with the message that came over it, and how the program ended. */
export function dissect(transcript: Transcript): unknown {
  const given = letterGiven(transcript);
  if (given === null) return { exchanges: {} };
  const exit = transcript.events.find((event) => event.type === "exit")?.n ?? Infinity;
  const exchanges = [...tcpExchanges(transcript)];
  const sessions = exchanges.map(([label, exchange]) => [label, sessionView(exchange, given, exit)] as const);
  const made = transcript.events.filter((event) => event.type === "open" && event.by === "student");
  const client = clientView(transcript, given);
  return {
    exchanges: Object.fromEntries(sessions),
    connections: { made: made.length, events: made.map(({ n }) => n) },
    client,
    injection: {
      outcome: injection(sessions.map(([, session]) => session), client.report), // prettier-ignore
      events: injectionEvents(transcript, exchanges.map(([, exchange]) => exchange), sessions.map(([, session]) => session), client.events), // prettier-ignore
    },
  };
}

/** What became of line ends in an argument: of interest where there were some. */
function injection(sessions: ReturnType<typeof sessionView>[], report: string): string {
  if (sessions.some(({ injected }) => injected === "yes")) return "a command";
  if (sessions.some(({ message }) => message?.injected === "yes")) return "a header field";
  if (sessions.some(({ accepted }) => accepted === "yes")) return "neutralised";
  return report === "none" || report === "success" ? "neither" : "refused";
}

/** The start, for its arguments, and the command or message that the line ends came through in; else all that the program did. */
function injectionEvents(transcript: Transcript, exchanges: TcpExchange[], sessions: ReturnType<typeof sessionView>[], otherwise: number[]): number[] {
  const start = transcript.events.flatMap(({ type, n }) => (type === "spawn" ? [n] : []));
  const injected = exchanges[sessions.findIndex((session) => session.injected === "yes")];
  const command = injected === undefined ? undefined : injectedCommand(injected);
  const message = sessions.find(({ message: one }) => one?.injected === "yes")?.message?.events;
  const through = command ?? message;
  return through === undefined ? otherwise : [...start, ...through];
}
