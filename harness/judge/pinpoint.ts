import { toBinary } from "../text/bytes.js";
import type { RecordedEvent } from "../transcript/events.js";

/**
 * The events that a failure is about. `evidence`: the exchange's events (null: all); `place`: the text that is wrong and where.
 * The event that carried that byte, if it can be told for certain; else what first cut the dialogue short; else its last event.
 */
export function pinpoint(all: readonly RecordedEvent[], evidence: readonly number[] | null, place: { text: string; offset: number } | null): number[] {
  const own = evidence === null ? null : new Set(evidence);
  const events = own === null ? all : all.filter((event) => own.has(event.n));
  const carrier = place === null || place.text === "" ? null : carrierOf(events, place.text, place.offset);
  if (carrier !== null) return [carrier];
  const broken = events.find((event) => (event.type === "wait" && event.outcome !== "met") || (event.type === "reset" && event.direction === "received"));
  if (broken !== undefined) return [broken.n];
  // Not among all events of a run: its last one says nothing about the failure.
  const last = own === null ? undefined : events.at(-1);
  return last === undefined ? [] : [last.n];
}

/** The event with the byte at `offset` of `text`: a stream's bytes laid end to end must be that text, or one datagram all of it. */
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
  if (pieces.reduce((sum, piece) => sum + piece.bytes.length, 0) !== text.length) return null;
  let start = 0;
  let carrier: number | null = null;
  for (const { n, bytes } of pieces) {
    if (toBinary(bytes) !== text.slice(start, start + bytes.length)) return null;
    // An offset at the end of the text: its last bytes are where more should have followed.
    if (start <= offset && bytes.length > 0 && (offset < start + bytes.length || start + bytes.length === text.length)) carrier ??= n;
    start += bytes.length;
  }
  return carrier;
}
