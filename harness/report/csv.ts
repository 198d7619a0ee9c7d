import type { Result } from "../score/result.js";
import { buildFailure } from "./build-failure.js";

/**
 * Where a formula would begin (by a sign in full width too): at the start of a cell, or where a spreadsheet that splits at semicolons or tabs
 * begins another one, since to such a one a quote in the middle of a row is a letter.
 */
const FORMULA = /(?<=(?:^|[;\t\r\n])[\s"]*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])/g;

/**
 * A cell of a CSV file (RFC 4180). What a spreadsheet would take for a formula, by whatever separator it splits, gets an apostrophe in front,
 * since names of submissions are not ours.
 */
export function csvCell(value: string | number | boolean): string {
  if (typeof value !== "string") return String(value);
  const safe = value.replace(FORMULA, "'").replace(/^(?=[\t\r])/, "'");
  return /[",;\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** What a row of grades.csv is made of. */
export type GradesRow = Pick<Result, "submission" | "score" | "maxScore" | "bonus" | "complete" | "fault" | "build" | "missing"> & {
  verdicts: readonly Pick<Result["verdicts"][number], "check" | "status" | "points">[];
  remarks?: readonly string[];
};

/** grades.csv: one row per submission, one column per check. Lines end with CRLF. */
export function gradesCsv(results: readonly GradesRow[]): string {
  const checks = [...new Set(results.flatMap((result) => result.verdicts.map((verdict) => verdict.check)))];
  const rows = results.map((result) => {
    const points = new Map(result.verdicts.map((verdict) => [verdict.check, verdict.status === "error" ? "error" : verdict.points]));
    return [
      result.submission.name,
      result.score,
      result.maxScore,
      result.bonus,
      result.complete,
      [whyNotRun(result), ...(result.remarks ?? [])].filter((part) => part !== "").join("; "),
      ...checks.map((check) => points.get(check) ?? ""),
    ];
  });
  const header = ["submission", "score", "max_score", "bonus", "complete", "note", ...checks];
  return [header, ...rows].map((row) => `${row.map(csvCell).join(",")}\r\n`).join("");
}

function whyNotRun({ fault, build, missing }: GradesRow): string {
  return fault?.message ?? (build.status === "failed" ? buildFailure(build) : Object.values(missing).join("; "));
}
