import { udpExchanges, type Transcript, type UdpExchange } from "#harness";
import { exchangeView, type Run } from "./exchange-view.js";
import type { Ref } from "./messages.js";
import { programViews } from "./program-view.js";
import { recordedMessages } from "./record.js";
import { surveyView } from "./survey.js";
import { whoIsWho, type Who } from "./who.js";

/** The view of a run: every labelled exchange of the harness's parties with the student's peers, what they put on the wire, and how they ended. */
export function dissect(transcript: Transcript): unknown {
  const who = whoIsWho(transcript);
  const run: Run = {
    who,
    messages: recordedMessages(transcript),
    livingAt: (n) => livingAt(n, transcript, who),
    endOf: (exchange) => endOf(exchange, transcript),
  };
  const exchanges = [...udpExchanges(transcript)].map(
    ([label, exchange]) => [label, { ...exchangeView(exchange, run), ...surveyView(exchange, run) }] as const,
  );
  const theirs = run.messages.filter(({ direction }) => direction === "received");
  return {
    exchanges: Object.fromEntries(exchanges),
    programs: programViews(transcript),
    wire: { datagrams: theirs.length, malformed: theirs.flatMap(({ problem }) => problem ?? []) },
  };
}

/** The number of the event that begins the next exchange on the same socket. */
function endOf({ label, socket }: UdpExchange, { events }: Transcript): number {
  const begun = events.find((event) => event.type === "exchange" && event.socket === socket && event.label === label)?.n ?? 0;
  return events.find((event) => event.n > begun && event.type === "exchange" && event.socket === socket && event.label !== label)?.n ?? Infinity;
}

/** Peers that had been started by event `n`, and not told to end: one that gave up or crashed is missed. */
function livingAt(n: number, { events }: Transcript, { students }: Who): Ref[] {
  const before = events.filter((event) => event.n <= n);
  const gone = new Set(before.flatMap((event) => (event.type === "signal" && ENDING.has(event.signal) ? [event.process] : [])));
  const there = new Set(before.flatMap((event) => (event.type === "spawn" ? [event.process] : [])));
  return students.flatMap(({ process, ref }) => (there.has(process) && !gone.has(process) ? [ref] : []));
}

const ENDING: ReadonlySet<string> = new Set(["SIGKILL", "SIGTERM"]);
