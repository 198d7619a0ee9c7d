import { expect, test } from "@jest/globals";
import { gradebook } from "./gradebook.js";
import { outOf } from "./out-of.js";
import { makeTestResult, makeVerdict } from "../report/test-results.js";

test("all points are scaled, to two decimals", () => {
  const result = makeTestResult("ada", [makeVerdict("a", { points: 10, maxPoints: 10 }), makeVerdict("b", { status: "fail", maxPoints: 20 })], { bonus: 3 });
  const [scaled] = gradebook([result], [outOf(20)]);
  expect(scaled).toMatchObject({ score: 6.67, maxScore: 20, bonus: 2, remarks: ["scaled from 10/30"] });
  expect(scaled?.verdicts.map(({ points, maxPoints }) => [points, maxPoints])).toEqual([
    [6.67, 6.67],
    [0, 13.33],
  ]);
  expect(result.score).toBe(10);
});

test("nothing of nothing is nothing", () => {
  expect(gradebook([makeTestResult("ada", [])], [outOf(20)])).toEqual([expect.objectContaining({ score: 0, maxScore: 20 })]);
});
