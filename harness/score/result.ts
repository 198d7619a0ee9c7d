import type { BuildOutcome } from "../process/build.js";
import type { Verdict } from "../judge/verdict.js";
import type { Level } from "../process/isolation.js";

/** Why a submission could not be run at all, or a role of it. */
export interface SubmissionFault {
  stage: "manifest" | "build";
  /** One line. */
  message: string;
}

/** What became of one run, beside its transcript. */
export interface RunSummary {
  /** "<scenario>.<mode>.<trial>" */
  run: string;
  outcome: "played" | "cut-short" | "aborted";
  reason: string | null;
  durationMs: number;
  /** What spoilt a first run, of which this is the repetition, alone and with longer waits. */
  repeated?: string;
}

/** A problem of ours or the machine's: no points were taken for it silently. */
export interface Problem {
  check: string | null;
  run: string | null;
  message: string;
}

/** All verdicts of one submission: the stored outcome (result.json, version 1; see result.schema.json). */
export interface Result {
  version: 1;
  lab: string;
  submission: { name: string; digest: string };
  score: number;
  maxScore: number;
  bonus: number;
  /** Whether every check was judged. */
  complete: boolean;
  /** How far the submission was kept from everything else. */
  isolation: Level;
  seed: string;
  labDigest: string;
  tools: { node: string; os: string; wiregrade: string };
  startedAt: string;
  durationMs: number;
  commands: Record<string, string>;
  build: BuildOutcome;
  /** Roles whose command names a program that is not there, and what it says: "command not found: pyhton3". */
  missing: Record<string, string>;
  fault: SubmissionFault | null;
  runs: RunSummary[];
  verdicts: Verdict[];
  problems: Problem[];
}
