import type { Verdict } from "../judge/verdict.js";
import type { Result } from "../score/result.js";
import { plainFailure } from "./plain-failure.js";
import { jsonText } from "./json-text.js";
import { roundPoints } from "./round-points.js";

/**
 * A runner's result as GitHub Classroom's reporter reads it, once it is base64: a test per check. Classroom itself has ended; the action, and
 * tools that were made for it, read this still. Checks beyond the contract are listed and count nothing.
 * https://github.com/classroom-resources/autograding-grading-reporter
 */
export function autogradingResult(result: Result): string {
  const counted = result.verdicts.filter(({ level }) => level !== "beyond");
  return jsonText({
    version: 1,
    status: !result.complete ? "error" : counted.every(({ status }) => status === "pass") ? "pass" : "fail",
    max_score: roundPoints(counted.reduce((sum, { maxPoints }) => sum + maxPoints, 0)),
    tests: [...result.verdicts.filter(({ visibility }) => visibility !== "hidden").map(testOf), ...hiddenOnes(counted)],
  });
}

/** All hidden checks as one: what they are, and how they fail, is not for the log that students read. */
function hiddenOnes(counted: readonly Verdict[]): object[] {
  const hidden = counted.filter(({ visibility }) => visibility === "hidden");
  if (hidden.length === 0) return [];
  const score = roundPoints(hidden.reduce((sum, { points }) => sum + points, 0));
  const status = hidden.every((one) => one.status === "pass") ? "pass" : "fail";
  return [{ name: "hidden checks", status, score, message: null, test_code: "", filename: "", line_no: 0, duration: 0 }];
}

function testOf(verdict: Verdict): object {
  const { check, title, role, level, scenario, status, points } = verdict;
  const message = status === "pass" ? null : plainFailure(verdict);
  return {
    ...{ name: `${role}: ${title}`, status: status === "skip" ? "fail" : status, score: level === "beyond" ? 0 : points, message },
    // What was run, and where: a check is of no file of the student's.
    ...{ test_code: `scenario ${scenario}, check ${check}`, filename: "", line_no: 0, duration: 0 },
  };
}
