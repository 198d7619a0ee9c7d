import fc from "fast-check";
import type { RecordedEvent, Transcript, TranscriptEnd, TranscriptHead } from "./events.js";

/** Transcripts of any content, for property tests: every type of event, with few sockets, labels and programs, so that they meet. */

type Type = RecordedEvent["type"];
type Event<T extends Type, E = RecordedEvent> = E extends { type: infer U } ? (T extends U ? Omit<E, "n" | "at" | "type"> : never) : never;
/** Of every type of event, its fields: the compiler asks for those of a new type. */
type Fields = { [T in Type]: fc.Arbitrary<Event<T>> };

/** What echo programs send: lines, halves of lines, odd cases, and whatever else. */
const bytes = fc
  .oneof(
    fc.uint8Array({ maxLength: 24 }),
    fc
      .array(fc.constantFrom("hello ", "World\n", "HELLO", "\n", "\r\n", "a z", "\0", "\xff", "é"), { maxLength: 6 })
      .map((parts) => Buffer.from(parts.join(""), "latin1")),
  )
  .map((content) => Buffer.from(content));
const text = fc.string({ unit: "binary", maxLength: 12 });
const process = fc.constantFrom("server", "client", "client 2", "build");
const socket = fc.integer({ min: 1, max: 3 });
const address = fc.constantFrom("127.0.0.1:20001", "127.0.0.77:20001", "[::1]:20002", ":0");
const transport = fc.constantFrom("tcp" as const, "udp" as const);
const direction = fc.constantFrom("sent" as const, "received" as const);
const output = fc.constantFrom("stdout" as const, "stderr" as const);
const port = fc.integer({ min: 0, max: 65535 });
const orNull = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const command = fc.array(text, { minLength: 1, maxLength: 4 });
const written = fc.record({ process, bytes });
const of = fc.record({ seed: text, length: fc.nat(), lineBytes: fc.integer({ min: 1, max: 100 }), upper: fc.boolean() });

const fields: Fields = {
  spawn: fc.record({ process, role: process, command, env: fc.dictionary(text, text, { maxKeys: 2 }) }),
  "spawn-failed": fc.record({ process, role: process, command, reason: text }),
  stdin: written,
  "stdin-end": fc.record({ process }),
  cpu: fc.record({ process, ms: fc.option(fc.nat()) }),
  "stdio-bulk": fc.record({ process, stream: fc.constantFrom("stdin" as const, "stdout" as const), of, offset: fc.nat(), length: fc.nat() }),
  stdout: written,
  stderr: written,
  "output-cut": fc.record({ process, stream: output }),
  "output-tail": fc.record({ process, stream: output, skipped: fc.nat(), bytes }),
  ready: fc.record({ process, transport, port }),
  unready: fc.record({ process, transport, port, why: fc.constantFrom("exited" as const, "deadline" as const), bound: fc.array(text, { maxLength: 2 }) }),
  signal: fc.record({
    process,
    signal: fc.constantFrom("SIGTERM", "SIGKILL", "SIGSTOP"),
    why: fc.constantFrom("end of run", "scenario", "killed: 30 s exceeded"),
  }),
  exit: fc.record({
    process,
    code: orNull(fc.nat({ max: 255 })),
    signal: orNull(fc.constantFrom("SIGTERM", "SIGSEGV")),
    cause: orNull(text),
    cpuMs: orNull(fc.nat()),
  }),
  laid: fc.record({ path: text, modified: fc.nat(), bytes, of, link: text }, { requiredKeys: ["path", "modified"] }),
  found: fc.record({ path: text, bytes }, { requiredKeys: ["path"] }),
  listen: fc.record({ socket, transport, party: text, address }),
  open: fc.record(
    { socket, party: text, by: fc.constantFrom("party" as const, "student" as const), local: address, remote: address, listener: socket },
    { requiredKeys: ["socket", "party", "by", "local", "remote"] },
  ),
  "open-failed": fc.record({ socket, party: text, remote: address, code: fc.constantFrom("ECONNREFUSED", "ETIMEDOUT") }),
  data: fc.record({ socket, direction, bytes }),
  bulk: fc.record({ socket, direction, of, offset: fc.nat(), length: fc.nat() }),
  cut: fc.record({ socket, direction: fc.constant("received" as const) }),
  fault: fc.record(
    {
      socket,
      kind: fc.constantFrom(
        ...(["drop", "duplicate", "delay", "reorder", "other-source", "unheard", "late-accept", "stop-reading", "slow-reading", "resume-reading"] as const),
      ),
      direction,
      bytes,
    },
    { requiredKeys: ["socket", "kind", "direction"] },
  ),
  end: fc.record({ socket, direction }),
  reset: fc.record({ socket, direction, code: fc.constantFrom("ECONNRESET", "EPIPE", "RST") }),
  datagram: fc.record(
    { socket, direction, local: address, remote: address, bytes, lateMs: fc.nat() },
    { requiredKeys: ["socket", "direction", "local", "remote", "bytes"] },
  ),
  exchange: fc.record({ socket, label: fc.constantFrom("hello", "second", "toString", "__proto__") }),
  wait: fc.record({
    socket: orNull(socket),
    process: orNull(process),
    kind: fc.constantFrom("connection" as const, "data" as const, "end" as const, "taken" as const, "bound" as const, "exit" as const),
    until: text,
    outcome: fc.constantFrom("met" as const, "ended" as const, "reset" as const, "exited" as const, "deadline" as const, "starved" as const),
    ms: fc.nat(),
    nominalMs: fc.nat(),
  }),
};

export const EVENT_TYPES = Object.keys(fields) as Type[];

/** Events of these types in any order, numbered and timed. */
export function arbitraryEvents(types: readonly Type[] = EVENT_TYPES, maxLength = 40): fc.Arbitrary<RecordedEvent[]> {
  const any = fc.oneof(...types.map((type) => (fields[type] as fc.Arbitrary<object>).map((rest) => ({ type, ...rest }))));
  return fc.array(any, { maxLength }).map((events) => events.map((event, index) => ({ ...event, n: index + 1, at: index * 1.5 }) as RecordedEvent));
}

const digest = "0".repeat(64);

export const arbitraryHead: fc.Arbitrary<TranscriptHead> = fc.record({
  type: fc.constant("head" as const),
  version: fc.constant(1 as const),
  lab: text,
  scenario: text,
  scenarioDigest: fc.constant(digest),
  role: fc.constantFrom("server", "client"),
  mode: fc.constantFrom("whole", "bytes", "cuts"),
  trial: fc.integer({ min: 1, max: 9 }),
  seed: text,
  submission: fc.record({ name: text, digest: fc.constant(digest) }),
  startedAt: fc.constant("2025-01-01T00:00:00.000Z"),
});

export const arbitraryEnd: fc.Arbitrary<TranscriptEnd> = fc.record({
  type: fc.constant("done" as const),
  outcome: fc.constantFrom("played" as const, "cut-short" as const, "aborted" as const),
  reason: orNull(text),
  durationMs: fc.nat(),
});

export function arbitraryTranscript(types: readonly Type[] = EVENT_TYPES): fc.Arbitrary<Transcript> {
  return fc.record({ head: arbitraryHead, events: arbitraryEvents(types), end: arbitraryEnd });
}
