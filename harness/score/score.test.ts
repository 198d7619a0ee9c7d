import { expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Verdict } from "../judge/verdict.js";
import { allPassed, MAX_BONUS, scoreOf } from "./score.js";

function verdict(status: Verdict["status"], maxPoints: number, level: Verdict["level"] = "core"): Verdict {
  const points = status === "pass" ? maxPoints : 0;
  return { check: "a", title: "does", role: "server", level, scenario: "s", status, reason: null, points, maxPoints, visibility: "visible", cause: null };
}

test("core and robust checks make the score, those beyond the bonus", () => {
  const verdicts = [
    verdict("pass", 60),
    verdict("pass", 12.5, "robust"),
    verdict("fail", 20),
    verdict("skip", 7.5),
    verdict("pass", 3, "beyond"),
    verdict("fail", 4, "beyond"),
  ];
  expect(scoreOf(verdicts)).toEqual({ score: 72.5, maxScore: 100, bonus: 3, complete: true });
});

test("the bonus has an upper limit", () => {
  expect(scoreOf([verdict("pass", 8, "beyond"), verdict("pass", 8, "beyond")])).toEqual({ score: 0, maxScore: 0, bonus: MAX_BONUS, complete: true });
});

test("a check in error gets no points, and makes the result incomplete, unless it lies beyond the contract", () => {
  expect(scoreOf([verdict("pass", 5), verdict("error", 5)])).toEqual({ score: 5, maxScore: 10, bonus: 0, complete: false });
  expect(scoreOf([verdict("error", 5, "beyond")])).toMatchObject({ bonus: 0, complete: true });
  expect(scoreOf([])).toEqual({ score: 0, maxScore: 0, bonus: 0, complete: true });
});

test("sums of decimal points are free of binary dust", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 200 }), { maxLength: 30 }), (tenths) => {
      const { score } = scoreOf(tenths.map((tenth) => verdict("pass", tenth / 10)));
      expect(score).toBe(tenths.reduce((sum, tenth) => sum + tenth, 0) / 10);
    }),
  );
});

test("a student is content when nothing failed but what lies beyond", () => {
  expect(allPassed([verdict("pass", 1), verdict("fail", 1, "beyond"), verdict("skip", 1), verdict("error", 1)])).toBe(true);
  expect(allPassed([verdict("pass", 1), verdict("fail", 1, "robust")])).toBe(false);
});
