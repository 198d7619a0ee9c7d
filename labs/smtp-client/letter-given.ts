import { programRecord, SeededStream, toBinary, utf8, type Transcript } from "#harness";

/** What the client was given, as the record has it. Texts are binary strings of UTF-8. */
export interface LetterGiven {
  from: string;
  subject: string;
  to: string[];
  /** Lines with LF, without the last one's. */
  text: string;
  /** TIMEOUT_MS, or its default. */
  timeoutMs: number;
}

export const DEFAULT_TIMEOUT_MS = 10_000;

/** Its arguments, standard input and environment; null if it was never started. */
export function letterGiven(transcript: Transcript): LetterGiven | null {
  const spawn = transcript.events.find((event) => event.type === "spawn");
  const client = programRecord(transcript, "client");
  if (spawn?.type !== "spawn" || client === null) return null;
  // The manifest's own words stand before; host and port are the last ones that the machine gave.
  const { command } = spawn;
  const host = command.lastIndexOf("127.0.0.1");
  const [from = "", subject = "", ...to] = command.slice(host + 2).map(utf8);
  const bulk = transcript.events.find((event) => event.type === "stdio-bulk" && event.stream === "stdin");
  const streamed = bulk?.type === "stdio-bulk" ? new SeededStream(bulk.of.seed, bulk.of.length, bulk.of.lineBytes).slice(0, bulk.of.length) : Buffer.alloc(0);
  return {
    from,
    subject,
    to,
    text: asLines(toBinary(Buffer.concat([client.stdin, streamed]))),
    timeoutMs: Number(spawn.env["TIMEOUT_MS"] ?? DEFAULT_TIMEOUT_MS),
  };
}

/** Every line end as LF, and none at the very end. */
export function asLines(text: string): string {
  return text.replace(/\r\n|\r/g, "\n").replace(/\n$/, "");
}
