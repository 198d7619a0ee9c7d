import { oneLine } from "../text/visible.js";
import type { RecordedEvent } from "../transcript/events.js";
import { exitWords, isEndOfRun, unboundWords } from "./process-words.js";
import { lastWords } from "./telling-line.js";

/** What became of a student's process, when that was not the harness's ordinary end of the run. */
export interface Fate {
  /** "server exited with status 1 before it bound TCP port 41873; on stderr: "..."" */
  sentence: string;
  /** Number and time (ms) of the decisive event. */
  n: number;
  at: number;
  /** `bad`: a death that nobody wants; `odd`: a client that exits with a status other than 0, which may be right. */
  weight: Weight;
}

type Weight = "bad" | "odd" | "ordinary";

const ENDING = new Set(["SIGTERM", "SIGKILL", "SIGINT", "SIGHUP", "SIGQUIT"]);

/** The fates of all processes, first cause of each, in order of time. */
export function fatesOf(events: readonly RecordedEvent[]): Fate[] {
  const names = new Set(events.flatMap((event) => (event.type === "spawn" || event.type === "spawn-failed" ? [event.process] : [])));
  return [...names].flatMap((name) => fateOf(events, name) ?? []).toSorted((a, b) => a.n - b.n);
}

function fateOf(all: readonly RecordedEvent[], name: string): Fate | null {
  const events = all.filter((event) => "process" in event && event.process === name);
  const failed = events.find((event) => event.type === "spawn-failed");
  if (failed !== undefined) return fate(all, failed, `could not be started: ${oneLine(failed.reason)}`, "bad");
  const exit = events.find((event) => event.type === "exit");
  const unready = events.find((event) => event.type === "unready");
  if (unready !== undefined) {
    if (unready.why === "deadline" || exit === undefined) return fate(all, unready, unboundWords(unready), "bad");
    const port = `${unready.transport.toUpperCase()} port ${unready.port}`;
    const instead = unready.bound.length > 0 ? `(it ${unboundWords(unready)})` : `before it bound ${port}`;
    return fate(all, exit, `${exitWords(exit)} ${instead}`, "bad");
  }
  if (exit === undefined || endedByUs(exit, events)) return null;
  const serves = events.some((event) => event.type === "ready");
  const bad = exit.cause !== null || exit.signal !== null || serves;
  return fate(all, exit, exitWords(exit), bad ? "bad" : exit.code === 0 ? "ordinary" : "odd");
}

/** The harness ended it, in the end or as part of the scenario. After a limit, the exit's `cause` says so: that is its own doing. */
function endedByUs(exit: RecordedEvent & { type: "exit" }, events: readonly RecordedEvent[]): boolean {
  const signals = events.filter((event) => event.type === "signal" && event.n < exit.n);
  if (isEndOfRun(exit.cause) || signals.some((event) => event.type === "signal" && isEndOfRun(event.why))) return true;
  return exit.cause === null && signals.some((event) => event.type === "signal" && ENDING.has(event.signal));
}

function fate(all: readonly RecordedEvent[], decisive: RecordedEvent & { process: string }, words: string, weight: Weight): Fate {
  const { process, n, at } = decisive;
  const said = lastWords(all, process);
  const sentence = `${oneLine(process, 40)} ${words}${said === null ? "" : `; on stderr: ${said}`}`;
  return { sentence, n, at, weight };
}

/** A crash closes the sockets first; the kernel tells of the exit a little later (ms). */
const CLOSE_BEFORE_EXIT_MS = 1000;

/**
 * The fate that explains why something due did not come: the first one that happened before `last`, the last event of the
 * exchange, or shortly after it. `last` null: the whole run counts. `weights`: those that count as an explanation.
 */
export function processStory(events: readonly RecordedEvent[], last: { n: number; at: number } | null, weights: readonly Weight[]): Fate | null {
  const early = fatesOf(events).filter((one) => last === null || one.n <= last.n || one.at <= last.at + CLOSE_BEFORE_EXIT_MS);
  const counted = early.filter((one) => weights.includes(one.weight));
  return counted.find((one) => one.weight === "bad") ?? counted[0] ?? null;
}
