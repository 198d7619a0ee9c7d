import type { ErrorCode } from "../errors.js";
import type { Verdict } from "../judge/verdict.js";
import type { BuildOutcome } from "../process/build.js";
import { NO_ISOLATION, type Isolation } from "../process/isolation.js";
import type { Mode } from "../world/cutting.js";
import type { Result, RunSummary } from "../score/result.js";

/** What a worker is asked to do: one line of JSON on its standard input. End of that input means: stop. */
export interface Job {
  lab: string;
  /** The submission's folder, absolute. */
  folder: string;
  name: string;
  seed: string;
  /** Whether hidden checks are judged too. */
  hidden: boolean;
  /** Only these checks and what they require; null for all. */
  checks: string[] | null;
  /** Commands that stand in for the manifest's. */
  commands: Record<string, string>;
  /** Where the transcripts go; null: nowhere. */
  transcripts: string | null;
  /** A folder of this worker's own, which it removes at its end. */
  scratch: string;
  runsAtOnce: number;
  /** How long the build may take, s of wall time; the usual limit if left out. */
  buildSeconds?: number;
  isolation: Isolation;
  /** Modes that every scenario is run in; null: those that it names itself. */
  modes: Mode[] | null;
  /** Whether a failure that needs bytes to be cut is shown with the smallest cut; takes more runs. */
  shrink: boolean;
}

/** A job like any other: all checks, as an ordinary process, nothing kept. */
export const ORDINARY_JOB = {
  hidden: true,
  checks: null,
  commands: {},
  transcripts: null,
  runsAtOnce: 4,
  isolation: NO_ISOLATION,
  modes: null,
  shrink: false,
} satisfies Partial<Job>;

/** What a worker says: lines of JSON on its descriptor 3, which no student's process inherits. */
export type WorkerMessage =
  | { type: "build-started"; command: string }
  | { type: "built"; build: BuildOutcome }
  | { type: "planned"; runs: string[]; checks: string[] }
  | { type: "run-done"; run: RunSummary }
  | { type: "run-left-out"; run: string }
  | { type: "verdict"; verdict: Verdict }
  | { type: "result"; result: Result }
  | { type: "failed"; code: ErrorCode; message: string; mend: string };

/** The descriptor a worker hands its messages over on. */
export const RESULT_DESCRIPTOR = 3;
