import type { Result } from "../score/result.js";
import { oneLine } from "../text/visible.js";

/** A stored result, and what the same transcripts come to today. */
export interface Rejudged {
  before: Result;
  after: Result;
}

/** What has changed in the rubric, as far as results show it: "answers-in-upper-case 10 -> 7 points, new-check (3 points) is new"; empty if nothing has. */
export function rubricChanges(results: readonly Rejudged[]): string {
  const changes = new Set<string>();
  for (const { before, after } of results) {
    const points = new Map(before.verdicts.map(({ check, maxPoints }) => [check, maxPoints]));
    for (const { check, maxPoints } of after.verdicts) {
      const was = points.get(check);
      if (was === undefined) changes.add(`${check} (${pointsText(maxPoints)}) is new`);
      else if (was !== maxPoints) changes.add(`${check} ${was} -> ${pointsText(maxPoints)}`);
      points.delete(check);
    }
    for (const [check, was] of points) changes.add(`${check} (${pointsText(was)}) is gone`);
  }
  return [...changes].join(", ");
}

const pointsText = (points: number) => `${points} ${points === 1 ? "point" : "points"}`;

/** Whether what a submission earns has changed, or whether all of it is judged. */
export function hasNewScore({ before, after }: Rejudged): boolean {
  return totalOf(before) !== totalOf(after);
}

/** "ann: 100 +5 -> 97 +5" */
export function scoreChange({ before, after }: Rejudged): string {
  return `${oneLine(after.submission.name, 60)}: ${totalOf(before)} -> ${totalOf(after)}`;
}

function totalOf({ score, maxScore, bonus, complete }: Result): string {
  return `${score}${maxScore === 100 ? "" : `/${maxScore}`}${bonus > 0 ? ` +${bonus}` : ""}${complete ? "" : " (not complete)"}`;
}

/** What has changed in each check, one line each. */
export function verdictChanges({ before, after }: Rejudged): string[] {
  const byId = new Map(before.verdicts.map((verdict) => [verdict.check, verdict]));
  const gone = before.verdicts.filter(({ check }) => !after.verdicts.some((verdict) => verdict.check === check));
  return [
    ...after.verdicts.flatMap((verdict) => changeOf(byId.get(verdict.check), verdict) ?? []),
    ...gone.map(({ check }) => `${check}: is no longer in the rubric`),
  ];
}

function changeOf(before: Result["verdicts"][number] | undefined, after: Result["verdicts"][number]): string | null {
  if (before === undefined) return `new check ${after.check}: ${after.status}, ${after.points}/${after.maxPoints}`;
  if (before.status !== after.status) return `${after.check}: ${before.status} -> ${after.status}${after.cause === null ? "" : ` (${after.cause.message})`}`;
  if (before.points !== after.points || before.maxPoints !== after.maxPoints)
    return `${after.check}: ${before.points}/${before.maxPoints} -> ${after.points}/${after.maxPoints} points`;
  return null;
}

/** Whether a check has another outcome, apart from what it is worth. */
function hasNewVerdicts({ before, after }: Rejudged): boolean {
  const byId = new Map(before.verdicts.map(({ check, status }) => [check, status]));
  return after.verdicts.some(({ check, status }) => byId.has(check) && byId.get(check) !== status);
}

/** The last line: "2 of 22 scores would change; --write stores what changes, --verbose tells all of it". */
export function summary(results: readonly Rejudged[], { write, verbose }: { write: boolean; verbose: boolean }): string {
  const scores = results.filter(hasNewScore).length;
  const others = results.filter((one) => !hasNewScore(one) && hasNewVerdicts(one)).length;
  const parts = [`${scores} of ${results.length} scores ${write ? "changed" : "would change"}`];
  if (others > 0) parts.push(`${others} more ${others === 1 ? "has" : "have"} other verdicts for the same score`);
  const isSame = results.every((one) => verdictChanges(one).length === 0);
  const hints = isSame ? [] : [...(write ? [] : ["--write stores what changes"]), ...(verbose ? [] : ["--verbose tells all of it"])];
  return [...parts, ...(hints.length === 0 ? [] : [hints.join(", ")])].join("; ");
}
