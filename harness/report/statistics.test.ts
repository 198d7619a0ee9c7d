import { expect, test } from "@jest/globals";
import { checkCounts, scoreSpread } from "./statistics.js";
import { makeTestResult, makeVerdict } from "./test-results.js";

const scored = (...scores: number[]) => scores.map((score) => makeTestResult("a", [], { score }));

test.each([
  [[70], [70, 70, 70, 70, 70]],
  [
    [0, 100],
    [0, 25, 50, 75, 100],
  ],
  // As QUARTILE.INC of a spreadsheet has them.
  [
    [40, 15, 20, 41, 36, 7, 47, 39, 6, 49, 43],
    [6, 17.5, 39, 42, 49],
  ],
  [
    [10, 11, 12, 100],
    [10, 10.8, 11.5, 34, 100],
  ],
])("the quartiles of %j are %j", (scores, [least, lower, median, upper, greatest]) => {
  expect(scoreSpread(scored(...scores))).toEqual({ of: scores.length, least, lower, median, upper, greatest });
});

test("what is not complete counts nowhere; of nothing there is no spread", () => {
  expect(scoreSpread([...scored(50), makeTestResult("b", [], { score: 0, complete: false })])).toMatchObject({ of: 1, least: 50 });
  expect(scoreSpread([])).toBeNull();
});

test("checks are counted in the order of the rubric, whoever has them", () => {
  const results = [
    makeTestResult("a", [makeVerdict("b"), makeVerdict("a", { status: "fail" })]),
    makeTestResult("b", [makeVerdict("b", { status: "skip" }), makeVerdict("a", { status: "error" }), makeVerdict("c")]),
  ];
  expect(checkCounts(results)).toEqual([
    { check: "b", role: "server", counts: { pass: 1, fail: 0, skip: 1, error: 0 } },
    { check: "a", role: "server", counts: { pass: 0, fail: 1, skip: 0, error: 1 } },
    { check: "c", role: "server", counts: { pass: 1, fail: 0, skip: 0, error: 0 } },
  ]);
});
