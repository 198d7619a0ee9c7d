import type { Transcript } from "./events.js";

/** What is on record of one of the student's processes. */
export interface ProgramRecord {
  process: string;
  stdin: Buffer;
  /** Bytes of seeded streams, which are not stored: given to it, and written by it as expected. */
  bulk: { stdin: number; stdout: number };
  /** What it wrote until its end; `stdoutCut` when it wrote more than is kept. */
  stdout: Buffer;
  stdoutCut: boolean;
  stderr: Buffer;
  /** How it ended by itself: null if the harness had to end it, or it never started. */
  exit: { code: number | null; signal: string | null } | null;
  /** Numbers of its events. */
  events: number[];
}

/** The record of the process `name` (the role, with a number from the second on), or null if it was never started. */
export function programRecord(transcript: Transcript, name: string): ProgramRecord | null {
  const events = transcript.events.flatMap((event) => ("process" in event && event.process === name ? [event] : []));
  if (!events.some((event) => event.type === "spawn")) return null;
  const bytes = (type: "stdin" | "stdout" | "stderr") => Buffer.concat(events.flatMap((event) => (event.type === type ? [Buffer.from(event.bytes)] : [])));
  const bulk = (stream: "stdin" | "stdout") =>
    events.reduce((sum, event) => sum + (event.type === "stdio-bulk" && event.stream === stream ? event.length : 0), 0);
  const ended = events.find((event) => event.type === "signal" && (event.why === "end of run" || event.why.startsWith("killed")));
  const exit = events.find((event) => event.type === "exit");
  return {
    process: name,
    stdin: bytes("stdin"),
    bulk: { stdin: bulk("stdin"), stdout: bulk("stdout") },
    stdout: bytes("stdout"),
    stdoutCut: events.some((event) => event.type === "output-cut" && event.stream === "stdout"),
    stderr: bytes("stderr"),
    exit: exit === undefined || ended !== undefined ? null : { code: exit.code, signal: exit.signal },
    events: events.map((event) => event.n),
  };
}
