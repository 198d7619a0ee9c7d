import type { ProcessEvent } from "../process/events.js";
import type { WireEvent } from "../world/events.js";
import type { FileEvent } from "../world/files.js";

/** What the head of a transcript says about its run. */
export interface TranscriptHead {
  type: "head";
  version: 1;
  lab: string;
  scenario: string;
  /** SHA-256 of the scenario's code, hex: a transcript of another scenario is stale and never judged. */
  scenarioDigest: string;
  role: string;
  /** How bytes were cut: "whole" ... */
  mode: string;
  /** From 1. */
  trial: number;
  seed: string;
  submission: { name: string; digest: string };
  /** Wall-clock time of the run's start, ISO 8601. */
  startedAt: string;
}

/** How a run ended: `played` to its end; `cut-short` when the student's program was not there to play with; `aborted` by our own fault. */
export type RunOutcome = "played" | "cut-short" | "aborted";

export interface TranscriptEnd {
  type: "done";
  outcome: RunOutcome;
  /** For `cut-short` and `aborted`, one line. */
  reason: string | null;
  durationMs: number;
}

/** Every event: its number within the run (from 1) and its time in ms since the run's start. */
export type RecordedEvent = (ProcessEvent | WireEvent | FileEvent) & { n: number; at: number };

/** The record of one run. */
export interface Transcript {
  head: TranscriptHead;
  events: RecordedEvent[];
  end: TranscriptEnd;
}
