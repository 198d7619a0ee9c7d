import { fromBinary } from "../text/bytes.js";
import type { RecordedEvent, Transcript, TranscriptEnd } from "../transcript/events.js";
import type { JudgedCheck, JudgedRun } from "./judged-run.js";

/** Records and checks for this folder's tests: a made-up lab whose server answers in upper case. */

type Loose = { type: RecordedEvent["type"] } & Record<string, unknown>;

export const viewSchema = {
  type: "object",
  properties: { exchanges: { type: "object", additionalProperties: { $ref: "#/$defs/exchange" } } },
  $defs: {
    exchange: {
      type: "object",
      properties: {
        sent: { type: "string", title: "what was sent" },
        reply: { type: "string", title: "the reply" },
        replies: { type: "array", title: "the replies", items: { type: "string" } },
        answers: { type: "array", title: "the answers", items: { type: "object", properties: { code: { type: "integer", title: "the code" } } } },
        fault: { type: "string", title: "what is wrong with the reply", description: "words: empty if nothing is" },
        gapMs: { type: "number", title: "time before the second send", description: "ms, from one send to the next." },
        closed: {
          title: "the server's end",
          oneOf: [
            { const: "fin", description: "closed in order (FIN)" },
            { const: "open", description: "never closed" },
          ],
        },
        outcome: { title: "the answer", $ref: "#/$defs/outcome" },
      },
    },
    outcome: {
      oneOf: [
        { const: "met", description: "a whole reply came" },
        { const: "deadline", description: "no whole reply came in time" },
        { const: "reset", description: "the connection was reset before a whole reply came" },
      ],
    },
  },
};

export const replyIsExpected = {
  type: "object",
  required: ["reply", "expected"],
  properties: { reply: { type: "string", const: { $data: "1/expected" } } },
};

export function check(schema: Record<string, unknown> = replyIsExpected, more: Partial<JudgedCheck> = {}): JudgedCheck {
  return {
    id: "answers",
    title: "answers in upper case",
    role: "server",
    level: "core",
    points: 10,
    scenario: "one-client",
    at: "/exchanges/hello",
    clause: "course notes 1.7.2",
    hint: "Read, turn a-z into A-Z, send.",
    requires: [],
    visibility: "visible",
    ...more,
    schema,
  };
}

export function transcript(events: Loose[], mode = "whole", end: Partial<TranscriptEnd> = {}): Transcript {
  return {
    head: {
      type: "head",
      version: 1,
      lab: "tcp-echo",
      scenario: "one-client",
      scenarioDigest: "",
      role: "server",
      mode,
      trial: 1,
      seed: "1",
      submission: { name: "ada", digest: "" },
      startedAt: "2025-01-01T00:00:00.000Z",
    },
    events: events.map((event, i) => ({ n: i + 1, at: i * 2, ...event }) as RecordedEvent),
    end: { type: "done", outcome: "played", reason: null, durationMs: 10, ...end },
  };
}

/** A run whose view holds `exchange` as "hello", or no exchange at all. */
export function run(record: Transcript, exchange?: Record<string, unknown>): JudgedRun {
  const view = { exchanges: exchange === undefined ? {} : { hello: exchange } };
  return { run: `one-client.${record.head.mode}.${record.head.trial}`, transcript: record, view, viewProblem: null };
}

export const spawn: Loose = { type: "spawn", process: "server", role: "server", command: ["./server", "41873"], env: {} };
export const started: Loose[] = [
  spawn,
  { type: "ready", process: "server", transport: "tcp", port: 41873 },
  { type: "open", socket: 1, party: "client", by: "party", local: "127.0.0.1:50000", remote: "127.0.0.1:41873" },
];
export const endOfRun: Loose[] = [{ type: "signal", process: "server", signal: "SIGTERM", why: "end of run" }, exit(null, "SIGTERM")];

export function sent(text: string): Loose {
  return { type: "data", socket: 1, direction: "sent", bytes: fromBinary(text) };
}
export function received(text: string): Loose {
  return { type: "data", socket: 1, direction: "received", bytes: fromBinary(text) };
}
export function waited(outcome: string): Loose {
  return { type: "wait", socket: 1, process: null, kind: "data", until: "a line", outcome, ms: 2000, nominalMs: 2000 };
}
export function stderr(text: string): Loose {
  return { type: "stderr", process: "server", bytes: fromBinary(text) };
}
export function exit(code: number | null, signal: string | null = null, cause: string | null = null): Loose {
  return { type: "exit", process: "server", code, signal, cause, cpuMs: 1 };
}
