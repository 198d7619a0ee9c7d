import type { Result } from "../score/result.js";

/**
 * What is decided after the judging, and never changes a stored result: appeals, lateness, groups, another full score. A result in the
 * gradebook tells what was done to it.
 */
export interface GradebookEntry extends Result {
  /** "late by 2 days: -20 %"; one each. */
  remarks: string[];
}

/** One step of the way into the gradebook. */
export type Step = (entries: readonly GradebookEntry[]) => GradebookEntry[];

/** Takes results through all steps, in order. */
export function gradebook(results: readonly Result[], steps: readonly Step[]): GradebookEntry[] {
  return steps.reduce<GradebookEntry[]>(
    (entries, step) => step(entries),
    results.map((result) => ({ ...result, remarks: [] })),
  );
}

/** Points to two decimals, halves up. */
export function toHundredths(points: number): number {
  return Math.round((points + Number.EPSILON) * 100) / 100;
}
