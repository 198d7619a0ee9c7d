import type { Result } from "../score/result.js";
import { oneLine } from "../text/visible.js";
import { buildFailure } from "./build-failure.js";
import type { Paint } from "./paint.js";

/** A result, and what was decided about it after it was judged. */
export type Reported = Result & { remarks?: readonly string[] };

/** One submission on one line: name, score, and the first thing that is wrong with it. */
export function resultLine(result: Result, width: number, paint: Paint): string {
  const name = shownName(result).padEnd(width);
  const score = `${result.score}/${result.maxScore}`.padStart(7);
  const colour = !result.complete ? paint.magenta : result.score === result.maxScore ? paint.green : paint.yellow;
  return `${name}  ${colour(score)}${result.bonus > 0 ? ` +${result.bonus}` : ""}  ${noteOf(result)}`.trimEnd();
}

/** How wide the names of these results are. */
export function nameWidth(results: readonly Result[]): number {
  return Math.max(0, ...results.map((result) => shownName(result).length));
}

function shownName(result: Result): string {
  return oneLine(result.submission.name, 40);
}

/** What is to be said of a submission in one line: the first thing that is wrong with it, and what was decided afterwards; empty if there is none. */
export function noteOf(result: Reported): string {
  return [firstWrong(result), ...(result.remarks ?? []).map((remark) => oneLine(remark))].filter((part) => part !== "").join("; ");
}

function firstWrong(result: Result): string {
  const problem = result.problems[0];
  if (problem !== undefined && !result.complete) return `not complete: ${oneLine(problem.message)}`;
  if (result.fault !== null) return oneLine(result.fault.message);
  const missing = Object.values(result.missing);
  if (missing.length > 0) return oneLine(missing.join("; "));
  if (result.build.status === "failed") return buildFailure(result.build);
  const lost = result.verdicts.filter((verdict) => verdict.status !== "pass" && verdict.level !== "beyond");
  const failed = lost.filter((verdict) => verdict.status === "fail").map((verdict) => verdict.check);
  const skipped = lost.length - failed.length;
  if (failed.length === 0) return problem === undefined ? "" : `beyond the contract not judged: ${oneLine(problem.message)}`;
  return `fails ${failed.slice(0, 4).join(", ")}${failed.length > 4 ? ` and ${failed.length - 4} more` : ""}${skipped > 0 ? `; ${skipped} skipped for it` : ""}`;
}
