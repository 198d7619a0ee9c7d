import { WiregradeError, errorMessage } from "../errors.js";
import type { RecordedEvent, Transcript, TranscriptEnd, TranscriptHead } from "./events.js";

/** A transcript's head, event or end as a line of JSON; bytes as base64. */
export function lineOf(entry: TranscriptHead | RecordedEvent | TranscriptEnd): string {
  if (!("bytes" in entry) || entry.bytes === undefined) return `${JSON.stringify(entry)}\n`;
  const { bytes } = entry;
  return `${JSON.stringify({ ...entry, bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64") })}\n`;
}

/** Reads a whole transcript; throws TRANSCRIPT_INVALID that names `file` and the line. */
export function parseTranscript(text: string, file: string): Transcript {
  const entries = text.split("\n").flatMap((line, index) => (line === "" ? [] : [entryOf(line, `${file}:${index + 1}`)]));
  const head = entries[0] as TranscriptHead | undefined;
  const end = entries.at(-1) as TranscriptEnd | undefined;
  if (head?.type !== "head" || head.version !== 1) throw new WiregradeError("TRANSCRIPT_INVALID", `${file}: has no head of version 1`);
  if (end?.type !== "done") throw new WiregradeError("TRANSCRIPT_INVALID", `${file}: breaks off before its end`);
  return { head, events: entries.slice(1, -1).map((entry) => withBytes(entry as RecordedEvent)), end };
}

function entryOf(line: string, where: string): { type: string } {
  let entry: unknown;
  try {
    entry = JSON.parse(line);
  } catch (error) {
    throw new WiregradeError("TRANSCRIPT_INVALID", `${where}: ${errorMessage(error)}`);
  }
  if (typeof (entry as { type?: unknown } | null)?.type !== "string") throw new WiregradeError("TRANSCRIPT_INVALID", `${where}: is not an event`);
  return entry as { type: string };
}

function withBytes(event: RecordedEvent & { bytes?: unknown }): RecordedEvent {
  return typeof event.bytes === "string" ? ({ ...event, bytes: Buffer.from(event.bytes, "base64") } as RecordedEvent) : event;
}
