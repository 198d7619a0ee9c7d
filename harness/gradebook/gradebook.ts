import type { Result } from "../score/result.js";

/**
 * What is decided after the judging, and never changes a stored result: appeals, lateness, groups, another full score. A result in the
 * gradebook tells what was done to it.
 */
export interface GradebookEntry extends Result {
  /** "late by 2 days: -20 %"; one each. */
  remarks: string[];
}

/** What steps know of the batches that results are of. */
export interface Batches {
  /** Names of all their submissions, whether their results are here or not: files of a whole class may speak of them. */
  names: ReadonlySet<string>;
  /** Whether results were judged again by another rubric, after points may have been decided upon by the one before. */
  judgedAgain: boolean;
}

/** One step of the way into the gradebook. */
export type Step = (entries: readonly GradebookEntry[], batches: Batches) => GradebookEntry[];

/** Takes results through all steps, in order. */
export function gradebook(results: readonly Result[], steps: readonly Step[], batches: Batches = { names: new Set(), judgedAgain: false }): GradebookEntry[] {
  return steps.reduce<GradebookEntry[]>(
    (entries, step) => step(entries, batches),
    results.map((result) => ({ ...result, remarks: [] })),
  );
}

/** Points to two decimals, halves up. */
export function toHundredths(points: number): number {
  return Math.round((points + Number.EPSILON) * 100) / 100;
}
