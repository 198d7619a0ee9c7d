import { join } from "node:path";
import type { BatchEnd } from "../batch/grade-batch.js";
import type { OverviewEntry } from "../batch/overview.js";
import { hasBadInput } from "../score/make-result.js";
import { shellWord } from "../text/shell-word.js";
import { oneLine } from "../text/visible.js";
import { INTERRUPTED } from "./interrupt.js";

/** What is said at the end of a batch: lines for standard output, and errors, each with its mend. */
export function closingLines(batch: {
  lab: string;
  labDigest: string;
  /** The folder of results, as the user named it. */
  shown: string;
  all: number;
  entries: readonly OverviewEntry[];
  end: BatchEnd;
  /** Where each submission came from, by name. */
  sources: ReadonlyMap<string, string>;
  /** What to do about submissions that could not be graded, by name. */
  mends: ReadonlyMap<string, string>;
  /** Names of those that were no longer where they had been. */
  gone: ReadonlySet<string>;
  /** Whether there was nothing to grade: all has been said before. */
  idle: boolean;
}): { lines: string[]; errors: string[] } {
  const { lab, labDigest, shown, all, entries, end, sources, mends, gone, idle } = batch;
  const resume = `npx wiregrade grade ${lab} --out ${shellWord(shown)} --resume`;
  const lines: string[] = [];
  const errors: string[] = [];
  const isInterrupted = end === "interrupted";
  if (isInterrupted) lines.push(`interrupted: ${entries.filter(({ complete }) => complete).length} of ${all} are graded; go on with: ${resume}`);
  for (const { submission, fault, missing, complete, note } of idle ? [] : entries) {
    const name = `${oneLine(submission.name, 60)} (${oneLine(sources.get(submission.name) ?? "", 400)})`;
    if (!complete) {
      // What is stored of one that was still to be graded tells of an earlier attempt, and all that is to be done has been said.
      if (!isInterrupted) errors.push(`${name}: ${note}; ${gone.has(submission.name) ? "put it back, then go on" : "grade it again"} with: ${resume}`);
    } else if (fault !== null) errors.push(`${name}: ${oneLine(fault.message, 400)}; ${mends.get(submission.name) ?? "correct it"}`);
    for (const [role, why] of Object.entries(missing)) errors.push(`${name}: ${role}: ${oneLine(why, 400)}; correct the command, or install it`);
  }
  const others = entries.filter((entry) => entry.labDigest !== labDigest).length;
  if (others > 0)
    lines.push(
      `${others} of ${entries.length} results were judged by another version of the lab: \`npx wiregrade regrade ${shellWord(shown)} --write\` brings all to today's`,
    );
  const bad = entries.filter(hasBadInput);
  const are = `${bad.length} ${bad.length === 1 ? "submission has" : "submissions have"} bad input`;
  if (idle && bad.length > 0) errors.push(`${are} still, as ${join(shown, "grades.csv")} says; correct it where it is, then: ${resume}`);
  else if (bad.length > 0) lines.push(`${are}: what is corrected where it is will be graded by: ${resume}`);
  if (end !== null && end !== "interrupted") errors.push(`${oneLine(end.message, 400)}; ${end.mend}`);
  return { lines, errors };
}

/** 0: all is graded; 2: with bad input; 3: something of ours broke. */
export function exitCodeOf(end: BatchEnd, entries: readonly OverviewEntry[]): number {
  if (end === "interrupted") return INTERRUPTED;
  if (end !== null) return 3;
  if (entries.some(({ complete }) => !complete)) return 3;
  return entries.some(hasBadInput) ? 2 : 0;
}
