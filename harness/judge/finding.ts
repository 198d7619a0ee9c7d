import type { Difference } from "./verdict.js";

/**
 * What one error of the validator says to people. `message` is one line without a full stop, all texts escaped.
 *
 * - `nothing`: nothing came where something was due; the reason lies elsewhere (a program that died, a deadline)
 * - `short`: what came is right as far as it goes
 * - `fact`: a value whose meaning the view schema describes ("no whole reply came in time")
 * - `other`: something came, and it is wrong
 */
export interface Finding {
  kind: "nothing" | "short" | "fact" | "other";
  /** The check's `at` points to nothing. */
  absent?: true;
  /** A known mistake explains every byte: no exit that came of it is the cause. */
  recognised?: boolean;
  message: string;
  expected: string | null;
  actual: string | null;
  difference: Difference | null;
  /** Segments of the pointer into the view. */
  path: string[];
  /** The text of bytes that is wrong and the offset where it goes wrong, to find the event that carried it. */
  place: { text: string; offset: number } | null;
}

/** Findings of which the most telling is to be told; with equal rank, the rubric's own order decides. */
export function rank(finding: Finding): number {
  return { other: 0, short: 0, fact: 1, nothing: 2 }[finding.kind];
}
