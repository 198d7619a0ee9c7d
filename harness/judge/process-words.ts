import type { ProcessEvent } from "../process/events.js";
import { duration } from "../text/duration.js";
import type { RecordedEvent } from "../transcript/events.js";

type Exit = Extract<ProcessEvent, { type: "exit" }>;
type Unready = Extract<ProcessEvent, { type: "unready" }>;

/** Signals that mean more to the author of the program than their names. */
const MEANINGS: Record<string, string> = {
  SIGSEGV: "an access to memory that is not its own",
  SIGBUS: "a bad access to memory",
  SIGFPE: "a division by zero",
  SIGABRT: "it gave up by abort()",
  SIGPIPE: "it wrote to a connection that was closed, and did not expect that",
  SIGXFSZ: "it wrote too large a file",
};

/** "exited with status 1", "was ended by SIGSEGV (...)", "was killed: 30 s exceeded" */
export function exitWords(exit: Exit): string {
  if (exit.cause !== null) return exit.cause.startsWith("killed: ") ? `was ${exit.cause}` : `was ended: ${exit.cause}`;
  if (exit.signal !== null) {
    const meaning = Object.hasOwn(MEANINGS, exit.signal) ? ` (${MEANINGS[exit.signal]})` : "";
    return `was ended by ${exit.signal}${meaning}`;
  }
  return exit.code === null ? "ended" : `exited with status ${exit.code}`;
}

/** "never bound TCP port 41873", or what it bound instead: "bound 12000, was asked for 41873" */
export function unboundWords(unready: Unready): string {
  const asked = `${unready.transport.toUpperCase()} port ${unready.port}`;
  const bound = unready.bound.map((text) => /^(tcp|udp)6? (.*):(\d+)$/.exec(text));
  if (bound.length === 0) return `never bound ${asked}`;
  if (bound.every((match) => match?.[1] === unready.transport && Number(match[3]) !== unready.port)) {
    const ports = [...new Set(bound.map((match) => match?.[3]))].join(" and ");
    return `bound ${ports}, was asked for ${unready.port}`;
  }
  const other = bound.find((match) => match !== null && match[1] !== unready.transport && Number(match[3]) === unready.port);
  if (other !== undefined) return `bound ${other?.[1]?.toUpperCase()} port ${unready.port}, was asked for ${asked}`;
  return `bound ${unready.bound.join(", ")}, was asked for ${asked}`;
}

/** Did the harness end it because the run was over, which is nobody's fault? */
export function isEndOfRun(why: string | null): boolean {
  return why !== null && /end of (the )?run/i.test(why);
}

/**
 * A wait for a program's end that was in vain: "had not ended 11.7 s after bytes last crossed the wire". How long the wait itself was says
 * nothing to its author: it may have begun late. null if `event` is something else.
 */
export function unendedWords(event: RecordedEvent, all: readonly RecordedEvent[]): string | null {
  if (event.type !== "wait" || event.kind !== "exit" || event.outcome !== "deadline") return null;
  const before = all.filter(({ n }) => n < event.n);
  const last =
    before.findLast(({ type }) => type === "data" || type === "datagram" || type === "bulk") ??
    before.findLast((one) => one.type === "open" && one.by === "student") ??
    before.find((one) => one.type === "spawn" && one.process === event.process);
  if (last === undefined) return null;
  const since = { open: "it connected", spawn: "its start" }[last.type as string] ?? "bytes last crossed the wire";
  return `had not ended ${duration(event.at - last.at)} after ${since}`;
}
