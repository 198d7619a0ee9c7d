import { toBinary } from "../text/bytes.js";
import type { RecordedEvent } from "../transcript/events.js";
import { eventWords } from "./wire-words.js";

/**
 * The events that a failure is about. `evidence`: the exchange's events (null: all); `place`: the text that is wrong and where;
 * `aboutEnd`: whether it is about how the exchange ended. The event that carried that byte, if it can be told for certain; else what first
 * cut the dialogue short; else what the program said last; else its last event that says anything.
 */
export function pinpoint(
  all: readonly RecordedEvent[],
  evidence: readonly number[] | null,
  place: { text: string; offset: number } | null,
  aboutEnd = false,
): number[] {
  const own = evidence === null ? null : new Set(evidence);
  const events = own === null ? all : all.filter((event) => own.has(event.n));
  const carrier = place === null || place.text === "" ? null : carrierOf(events, place.text, place.offset);
  if (carrier !== null) return [carrier];
  const broken = events.find((event) => (event.type === "wait" && event.outcome !== "met") || (event.type === "reset" && event.direction === "received"));
  if (broken !== undefined) return [broken.n];
  // Not among all events of a run: its last one says nothing about the failure.
  if (own === null) return [];
  const culprit = planterOf(all, events);
  if (culprit !== null) return [culprit];
  const isSaid = (event: RecordedEvent) => (event.type === "data" || event.type === "datagram" || event.type === "bulk") && event.direction === "received";
  const last = (aboutEnd ? undefined : events.findLast(isSaid)) ?? events.findLast((event) => saysMore(event)) ?? events.at(-1);
  return last === undefined ? [] : [last.n];
}

/** Whether it has a line in a dialogue of its own. */
function saysMore(event: RecordedEvent): boolean {
  return "bytes" in event || eventWords(event) !== null;
}

/** Of a file that was found: the first bytes to the program that name it. */
function planterOf(all: readonly RecordedEvent[], evidence: readonly RecordedEvent[]): number | null {
  const found = evidence.find((event) => event.type === "found");
  const name = found?.type === "found" ? found.path.split("/").at(-1) : undefined;
  if (name === undefined || name === "") return null;
  return all.find((event) => event.type === "data" && event.direction === "sent" && toBinary(event.bytes).includes(name))?.n ?? null;
}

/** The event with the byte at `offset` of `text`: a stream's bytes laid end to end must be that text or hold it once, or one datagram be all of it. */
function carrierOf(events: readonly RecordedEvent[], text: string, offset: number): number | null {
  for (const event of events) if (event.type === "datagram" && event.bytes.length === text.length && toBinary(event.bytes) === text) return event.n;
  const streams = new Map<string, { n: number; bytes: Uint8Array }[]>();
  for (const event of events) {
    if (event.type !== "data" && event.type !== "stdout") continue;
    const name = event.type === "data" ? `${event.socket} ${event.direction}` : event.process;
    const stream = streams.get(name) ?? [];
    stream.push(event);
    streams.set(name, stream);
  }
  const byReceived = [...streams].toSorted(([a], [b]) => Number(a.endsWith("sent")) - Number(b.endsWith("sent")));
  for (const [, pieces] of byReceived) {
    const carrier = locate(pieces, text, offset);
    if (carrier !== null) return carrier;
  }
  return null;
}

function locate(pieces: readonly { n: number; bytes: Uint8Array }[], text: string, offset: number): number | null {
  const whole = pieces.map(({ bytes }) => toBinary(bytes)).join("");
  const begin = whole.indexOf(text);
  if (begin < 0 || (whole !== text && (text.length < SURE || whole.indexOf(text, begin + 1) >= 0))) return null;
  // An offset at the end of the text: its last bytes are where more should have followed.
  const place = begin + Math.min(offset, text.length - 1);
  let start = 0;
  for (const { n, bytes } of pieces) {
    if (place < start + bytes.length) return n;
    start += bytes.length;
  }
  return null;
}

/** Bytes of a part of a stream that are no chance. */
const SURE = 8;
