import type { Status } from "../judge/verdict.js";
import type { Result } from "../score/result.js";

/** How the submissions did in one check. */
export interface CheckCount {
  check: string;
  role: string;
  counts: Record<Status, number>;
}

/** Scores of the complete results: least, quartiles, greatest. */
export interface Spread {
  of: number;
  least: number;
  lower: number;
  median: number;
  upper: number;
  greatest: number;
}

/** How many passed each check, in the order of the rubric. */
export function checkCounts(results: readonly Result[]): CheckCount[] {
  const rows = new Map<string, CheckCount>();
  for (const { check, role, status } of results.flatMap((result) => result.verdicts)) {
    const row = rows.get(check) ?? { check, role, counts: { pass: 0, fail: 0, skip: 0, error: 0 } };
    row.counts[status]++;
    rows.set(check, row);
  }
  return [...rows.values()];
}

/** The spread of scores; null if no result is complete. What we failed to judge says nothing about a program, so it is left out. */
export function scoreSpread(results: readonly Result[]): Spread | null {
  const scores = results.flatMap((result) => (result.complete ? [result.score] : [])).sort((a, b) => a - b);
  if (scores.length === 0) return null;
  const [least, lower, median, upper, greatest] = [0, 0.25, 0.5, 0.75, 1].map((part) => quantile(scores, part)) as [number, number, number, number, number];
  return { of: scores.length, least, lower, median, upper, greatest };
}

/** Linear between the two nearest scores: what spreadsheets call QUARTILE.INC (type 7 of Hyndman and Fan, 1996). To one decimal. */
function quantile(sorted: readonly number[], part: number): number {
  const at = (sorted.length - 1) * part;
  const below = sorted[Math.floor(at)] ?? 0;
  const above = sorted[Math.ceil(at)] ?? below;
  return Math.round((below + (above - below) * (at - Math.floor(at))) * 10) / 10;
}
