import type { Verdict } from "../judge/verdict.js";
import { MAX_BONUS } from "../score/score.js";
import { oneLine } from "../text/visible.js";
import { toHundredths, type GradebookEntry, type Step } from "./gradebook.js";
import { invalid, readTable, requireSubmissions } from "./read-table.js";

/** Points that somebody gave or took after an appeal. */
interface Adjustment {
  line: number;
  submission: string;
  /** Of one check; null: of the whole. */
  check: string | null;
  /** What is added, or taken where it is below 0. */
  points: number;
  reason: string;
  by: string;
}

/**
 * `adjustments.csv`: submission, check (empty: the whole), points (to add, or below 0 to take), reason, by. Points of a check stay from 0 to
 * its maximum, the whole from 0 to a full score with all of the bonus. What leads beyond is an error, or, where it may have become so by a
 * change of the rubric, counts as far as that.
 */
export async function adjustmentsFrom(file: string): Promise<Step> {
  const rows = await readTable(file, ["submission", "check", "points", "reason", "by"]);
  const adjustments = rows.map(({ line, submission, check, points, reason, by }): Adjustment => {
    if (!/^[+-]?\d+(\.\d+|,\d{1,2})?$/.test(points)) throw invalid(file, `line ${line}: ${JSON.stringify(points)} is no number of points`);
    if (reason === "" || by === "") throw invalid(file, `line ${line}: says no ${reason === "" ? "reason" : "name of who decided it"}`);
    return { line, submission, check: check === "" ? null : check, points: Number(points.replace(",", ".")), reason, by };
  });
  refuseTwice(file, adjustments);
  return (entries, batches) => {
    const names = adjustments.map(({ submission }) => submission);
    requireSubmissions(file, names, entries, batches);
    return entries.map((entry) =>
      adjustments.reduce((before, adjustment) => {
        if (adjustment.submission !== entry.submission.name) return before;
        const { entry: after, counted } = adjusted(file, before, adjustment);
        if (counted !== adjustment.points && !batches.judgedAgain) throw invalid(file, whyBeyond(before, adjustment));
        return { ...after, remarks: [...after.remarks, remarkOf(adjustment, counted)] };
      }, entry),
    );
  };
}

function refuseTwice(file: string, adjustments: readonly Adjustment[]): void {
  const lines = new Map<string, number>();
  for (const { line, ...adjustment } of adjustments) {
    const key = JSON.stringify(adjustment);
    const before = lines.get(key);
    if (before !== undefined) throw invalid(file, `line ${line}: is there already, in line ${before}`);
    lines.set(key, line);
  }
}

/** "adjusted by +4 for answers, of which 2 count since the rubric has changed: read again (TA Kim)" */
function remarkOf({ check, points, reason, by }: Adjustment, counted: number): string {
  const of = check === null ? "" : ` for ${check}`;
  const part = counted === points ? "" : `, of which ${Math.abs(counted)} count since the rubric has changed`;
  return `adjusted by ${points < 0 ? "" : "+"}${points}${of}${part}: ${oneLine(reason)} (${oneLine(by)})`;
}

/** "line 2: +4 for answers makes 12 of 10 points" */
function whyBeyond({ verdicts, score, bonus, maxScore }: GradebookEntry, { line, check, points }: Adjustment): string {
  const verdict = verdicts.find((one) => one.check === check);
  const [before, most] =
    verdict === undefined ? [score + bonus, `${maxScore} points and ${MAX_BONUS} beyond`] : [verdict.points, `${verdict.maxPoints} points`];
  return `line ${line}: ${points < 0 ? "" : "+"}${points}${check === null ? "" : ` for ${check}`} makes ${toHundredths(before + points)} of ${most}`;
}

/** An entry with as many of the points as there is room for, and how many that are. */
function adjusted(file: string, entry: GradebookEntry, adjustment: Adjustment): { entry: GradebookEntry; counted: number } {
  const { line, check, points } = adjustment;
  if (check === null) return adjustedWhole(entry, points);
  const verdict = entry.verdicts.find((one) => one.check === check);
  if (verdict === undefined) throw invalid(file, `line ${line}: ${entry.submission.name}: there is no check ${JSON.stringify(check)}`);
  const after = within(verdict.points + points, verdict.maxPoints);
  const counted = countedOf(verdict.points, after, points);
  const verdicts = entry.verdicts.map((one) => (one === verdict ? judgedByPoints(one, after, remarkOf(adjustment, counted)) : one));
  // What the whole was given or has lost beyond a full score stays.
  const bonus = within(entry.bonus + beyondOf(verdicts) - beyondOf(entry.verdicts), MAX_BONUS);
  const sum = verdict.level === "beyond" ? { bonus } : { score: toHundredths(entry.score + after - verdict.points) };
  return { entry: { ...entry, ...sum, verdicts }, counted };
}

/** What is above a full score is beyond it, and what there is not of the score is taken from there. */
function adjustedWhole(entry: GradebookEntry, points: number): { entry: GradebookEntry; counted: number } {
  const before = toHundredths(entry.score + entry.bonus);
  const after = within(before + points, entry.maxScore + MAX_BONUS);
  const score = Math.max(within(entry.score + points, entry.maxScore), toHundredths(after - MAX_BONUS));
  return { entry: { ...entry, score, bonus: toHundredths(after - score) }, counted: countedOf(before, after, points) };
}

/** What the checks beyond come to: no more than there can be. */
function beyondOf(verdicts: readonly Verdict[]): number {
  return within(
    verdicts.reduce((sum, one) => sum + (one.level === "beyond" ? one.points : 0), 0),
    MAX_BONUS,
  );
}

const within = (points: number, most: number): number => Math.min(most, Math.max(0, toHundredths(points)));

/** How many of the points were given or taken; all, but for what is no hundredth. */
function countedOf(before: number, after: number, points: number): number {
  return after === toHundredths(before + points) ? points : toHundredths(after - before);
}

/** A check that has all of its points is no failed one any more, and one that has lost some did not pass; others stay what they were. */
function judgedByPoints(verdict: Verdict, points: number, remark: string): Verdict {
  if (points === verdict.maxPoints) return { ...verdict, points, status: "pass", reason: null, cause: null };
  if (verdict.status === "pass") return { ...verdict, points, status: "fail", reason: remark, cause: null };
  return { ...verdict, points };
}
