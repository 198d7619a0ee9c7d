import type { Transcript } from "../transcript/events.js";
import type { Check } from "./rubric.js";

/** One run with what was dissected from it: all that a check is judged on. */
export interface JudgedRun {
  /** "<scenario>.<mode>.<trial>" */
  run: string;
  transcript: Transcript;
  view: unknown;
  /** The view did not hold against view.schema.json, or the dissector threw: our fault, one line. */
  viewProblem: string | null;
}

/** A check of a lab's two rubrics taken together. */
export type JudgedCheck = Check & { visibility: "visible" | "hidden" };
