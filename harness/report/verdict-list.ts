import type { Result } from "../score/result.js";
import type { Verdict } from "../judge/verdict.js";
import { failureText, Shown } from "./failure-text.js";
import type { Paint } from "./paint.js";

const MARK = { pass: "✓", fail: "✗", skip: "-", error: "!" } as const;

/** One check as a line: mark, title, points. */
export function verdictLine(verdict: Verdict, paint: Paint): string {
  const colour = { pass: paint.green, fail: paint.red, skip: paint.yellow, error: paint.magenta }[verdict.status];
  const points = `${verdict.points}/${verdict.maxPoints}`.padStart(6);
  const tags = [verdict.level === "core" ? "" : verdict.level, verdict.visibility === "hidden" ? "hidden" : ""].filter((tag) => tag !== "");
  return `${colour(MARK[verdict.status])} ${paint.dim(points)}  ${verdict.title}${tags.length === 0 ? "" : paint.dim(` (${tags.join(", ")})`)}`;
}

/** All verdicts by role, each failure with its explanation, for a terminal. */
export function verdictList(verdicts: readonly Verdict[], paint: Paint): string[] {
  const lines: string[] = [];
  const shown = new Shown();
  for (const role of new Set(verdicts.map((verdict) => verdict.role))) {
    lines.push("", paint.bold(role));
    const own = verdicts.filter((verdict) => verdict.role === role);
    const absent =
      own.length > 1 && own.every((verdict) => verdict.cause?.run === "" && verdict.cause.message === own[0]?.cause?.message) ? own[0]?.cause : undefined;
    if (absent !== undefined && absent !== null)
      lines.push(`  ${paint.red(absent.message)}`, ...(absent.detail ?? []).map((line) => `  ${paint.dim("|")} ${line}`));
    for (const verdict of own) {
      lines.push(`  ${verdictLine(verdict, paint)}`);
      if (verdict.cause !== null && absent === undefined)
        lines.push(...failureText(verdict.check, verdict.cause, paint, shown).map((line) => `      ${line}`), "");
      else if (verdict.reason !== null) lines.push(`      ${paint.dim(verdict.reason)}`);
    }
  }
  return lines;
}

/** "score 63 of 80 (20 more points are in hidden checks)" */
export function scoreLine(result: Pick<Result, "score" | "maxScore" | "bonus" | "complete">, hiddenPoints: number, paint: Paint): string {
  const bonus = result.bonus > 0 ? `, and ${result.bonus} beyond` : "";
  const hidden = hiddenPoints > 0 ? paint.dim(` (${hiddenPoints} more points are in hidden checks)`) : "";
  const incomplete = result.complete ? "" : paint.magenta("; not all checks could be judged");
  return `${paint.bold(`score ${result.score} of ${result.maxScore}${bonus}`)}${hidden}${incomplete}`;
}
