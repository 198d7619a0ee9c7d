import { MAX_BONUS } from "../score/score.js";
import { oneLine } from "../text/visible.js";
import { toHundredths, type GradebookEntry, type Step } from "./gradebook.js";
import { invalid, readTable, requireSubmissions } from "./read-table.js";

/** Points that somebody gave or took after an appeal. */
interface Adjustment {
  submission: string;
  /** Of one check; null: of the whole. */
  check: string | null;
  /** What is added, or taken where it is below 0. */
  points: number;
  reason: string;
  by: string;
}

/** `adjustments.csv`: submission, check (empty: the whole), points (to add, or below 0 to take), reason, by. */
export async function adjustmentsFrom(file: string): Promise<Step> {
  const rows = await readTable(file, ["submission", "check", "points", "reason", "by"]);
  const adjustments = rows.map(({ line, submission, check, points, reason, by }): Adjustment => {
    if (!/^[+-]?\d+(\.\d+|,\d{1,2})?$/.test(points)) throw invalid(file, `line ${line}: ${JSON.stringify(points)} is no number of points`);
    if (reason === "" || by === "") throw invalid(file, `line ${line}: says no ${reason === "" ? "reason" : "name of who decided it"}`);
    return { submission, check: check === "" ? null : check, points: Number(points.replace(",", ".")), reason, by };
  });
  return (entries) => {
    requireSubmissions(
      file,
      adjustments.map(({ submission }) => submission),
      entries,
    );
    for (const { submission, check } of adjustments) {
      const entry = entries.find((one) => one.submission.name === submission);
      if (check !== null && entry?.verdicts.some((verdict) => verdict.check === check) !== true)
        throw invalid(file, `${submission}: there is no check ${JSON.stringify(check)}`);
    }
    return entries.map((entry) => adjustments.filter(({ submission }) => submission === entry.submission.name).reduce(adjusted, entry));
  };
}

function adjusted(entry: GradebookEntry, { check, points, reason, by }: Adjustment): GradebookEntry {
  const remark = `${points < 0 ? "" : "+"}${points}${check === null ? "" : ` for ${check}`}: ${oneLine(reason)} (${oneLine(by)})`;
  const verdicts = entry.verdicts.map((verdict) => (verdict.check === check ? { ...verdict, points: toHundredths(verdict.points + points) } : verdict));
  const isBonus = entry.verdicts.some((verdict) => verdict.check === check && verdict.level === "beyond");
  const sum = isBonus
    ? { bonus: Math.min(MAX_BONUS, Math.max(0, toHundredths(entry.bonus + points))) }
    : { score: Math.max(0, toHundredths(entry.score + points)) };
  return { ...entry, ...sum, verdicts, remarks: [...entry.remarks, remark] };
}
