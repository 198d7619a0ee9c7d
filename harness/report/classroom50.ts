import { WiregradeError } from "../errors.js";
import type { Result } from "../score/result.js";
import { jsonText } from "./json-text.js";

/** What makes all points whole numbers, the least that does. */
const FACTORS = [1, 2, 4, 5, 10, 20, 100];

/**
 * result.json as Classroom 50 reads it (classroom50/result/v1), which knows whole points only: all are multiplied by one factor. What is
 * beyond the contract is listed and counts nothing. What the submission is comes from the environment that its runner sets.
 * https://github.com/foundation50/classroom50/wiki/Advanced-Autograding
 */
export function classroom50Result(result: Result, env: Readonly<Record<string, string | undefined>>): string {
  const named = (name: string) => {
    const value = env[name];
    if (value !== undefined && value !== "") return value;
    throw new WiregradeError("USAGE", `--format classroom50: ${name} is not set`, { mend: "run it where Classroom 50's runner starts an autograder" });
  };
  // A runner that gets no result reports a fault of the infrastructure, which this is.
  if (!result.complete) throw new WiregradeError("RESULT_INCOMPLETE", `${result.submission.name}: not every check was judged`);
  const counted = result.verdicts.map((verdict) => (verdict.level === "beyond" ? { ...verdict, points: 0, maxPoints: 0 } : verdict));
  const factor = FACTORS.find((one) => counted.every(({ points, maxPoints }) => Number.isInteger(points * one) && Number.isInteger(maxPoints * one))) ?? 100;
  const whole = (points: number) => Math.round(points * factor);
  const tests = counted.map(({ title, role, status, points, maxPoints }) => ({
    "test-name": `${role}: ${title}`,
    passed: status === "pass",
    score: whole(points),
    "max-score": whole(maxPoints),
  }));
  const at = `${result.startedAt.slice(0, "2025-01-01T00:00:00".length)}Z`;
  const report = {
    ...{ schema: "classroom50/result/v1", classroom: named("CLASSROOM"), assignment: named("ASSIGNMENT"), submission: named("SUBMISSION_TAG") },
    ...{ commit: named("COMMIT_URL"), release: named("RELEASE_URL"), review: env["REVIEW_URL"] ?? named("COMMIT_URL"), datetime: at, graded_at: at },
    score: tests.reduce((sum, { score }) => sum + score, 0),
    "max-score": tests.reduce((sum, one) => sum + one["max-score"], 0),
    tests,
  };
  return jsonText(report);
}
