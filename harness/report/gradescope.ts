import type { Verdict } from "../judge/verdict.js";
import type { Result } from "../score/result.js";
import { plainFailure } from "./plain-failure.js";
import { noteOf, type Reported } from "./result-line.js";
import { roundPoints } from "./round-points.js";
import { jsonText } from "./json-text.js";

/**
 * results.json as Gradescope reads it: a test per check. Hidden checks are for staff alone, what is beyond the contract is extra credit
 * (points without a maximum), and nothing of what graders print is shown. https://gradescope-autograders.readthedocs.io/en/latest/specs/
 */
export function gradescopeResults(result: Result): string {
  const roles = [...new Set(result.verdicts.map(({ role }) => role))];
  const numbers = new Map<string, number>();
  const tests = result.verdicts.map((verdict) => {
    const within = (numbers.get(verdict.role) ?? 0) + 1;
    numbers.set(verdict.role, within);
    return testOf(verdict, `${roles.indexOf(verdict.role) + 1}.${within}`);
  });
  const { score, bonus, durationMs, lab, labDigest, isolation, complete } = result;
  const report = {
    ...{ score: roundPoints(score + bonus), execution_time: Math.ceil(durationMs / 1000), output: overall(result), output_format: "text" },
    ...{ visibility: "visible", stdout_visibility: "hidden", extra_data: { lab, labDigest, isolation, complete }, tests },
  };
  return jsonText(report);
}

/** Shown to students, so nothing in it names a hidden check, or a run of its scenario. */
function overall(result: Reported): string {
  const shown = result.verdicts.filter(({ visibility }) => visibility !== "hidden");
  const known = new Set(shown.map(({ check }) => check));
  const problems = result.problems.filter(({ check }) => check !== null && known.has(check));
  const remarks = (result.remarks ?? []).map((remark) => withoutHidden(remark, result.verdicts));
  const failed = result.verdicts.filter(({ visibility, status }) => visibility === "hidden" && status === "fail").length;
  const parts = [noteOf({ ...result, verdicts: shown, problems, remarks }), failed === 0 ? "" : `fails ${failed} hidden ${failed === 1 ? "check" : "checks"}`];
  const note = parts.filter((part) => part !== "").join("; ");
  if (!result.complete) return `${note || "not complete"}. That is the grader's fault, not yours: no points were taken for it, and it will be graded again.`;
  return note;
}

/** "adjusted by +2 for a hidden check: ..." */
function withoutHidden(remark: string, verdicts: readonly Verdict[]): string {
  const hidden = verdicts.filter(({ visibility }) => visibility === "hidden").map(({ check }) => check);
  return hidden.reduce((text, check) => [":", ","].reduce((words, end) => words.replaceAll(` for ${check}${end}`, ` for a hidden check${end}`), text), remark);
}

function testOf(verdict: Verdict, number: string): object {
  const { title, role, level, visibility, status, points, maxPoints } = verdict;
  const output = plainFailure(verdict);
  return {
    ...{ name: `${role}: ${title}`, number, score: points, max_score: level === "beyond" ? 0 : maxPoints },
    // What could not be judged is neither.
    ...(status === "error" ? {} : { status: status === "pass" ? "passed" : "failed" }),
    ...{ output: status === "error" ? `not judged: ${output}` : output, output_format: "text" },
    ...{ tags: [role, level], visibility: visibility === "hidden" ? "hidden" : "visible" },
  };
}
