import { expect, test } from "@jest/globals";
import { makeTestResult, makeVerdict } from "../report/test-results.js";
import { hasNewScore, rubricChanges, scoreChange, summary, verdictChanges, type Rejudged } from "./regrade-changes.js";

const pass = (check: string, points: number) => makeVerdict(check, { points, maxPoints: points });
const fail = (check: string, points: number) => makeVerdict(check, { status: "fail", maxPoints: points });
const total = { maxScore: 100 };
const ann: Rejudged = {
  before: makeTestResult("ann", [pass("a", 10), pass("b", 1), pass("c", 2)], { ...total, bonus: 5 }),
  after: makeTestResult("ann", [pass("a", 7), pass("b", 1), pass("d", 3)], { ...total, bonus: 5 }),
};
const bob: Rejudged = {
  before: makeTestResult("bob\n", [fail("a", 10), fail("b", 1), fail("c", 2)], total),
  after: makeTestResult("bob\n", [fail("a", 7), pass("b", 1), fail("d", 3)], { ...total, complete: false }),
};
const eve: Rejudged = {
  before: makeTestResult("eve", [fail("a", 10), fail("b", 1), fail("c", 2)], total),
  after: makeTestResult("eve", [fail("a", 7), makeVerdict("b", { status: "skip", maxPoints: 1 }), fail("d", 3)], total),
};
const sam: Rejudged = { before: makeTestResult("sam", [fail("a", 10)], total), after: makeTestResult("sam", [fail("a", 7)], total) };
const same = { before: ann.after, after: ann.after };

test("what has changed in the rubric is told once", () => {
  expect(rubricChanges([ann, bob, eve])).toBe("a 10 -> 7 points, d (3 points) is new, c (2 points) is gone");
  expect(rubricChanges([same])).toBe("");
});

test("a score that changes is one line", () => {
  expect([ann, bob].map(scoreChange)).toEqual(["ann: 13 +5 -> 11 +5", "bob\\n: 0 -> 1 (not complete)"]);
  expect([ann, bob, eve, same].map(hasNewScore)).toEqual([true, true, false, false]);
});

test("what has changed in each check", () => {
  expect(verdictChanges(bob)).toEqual(["a: 0/10 -> 0/7 points", "b: fail -> pass", "new check d: fail, 0/3", "c: is no longer in the rubric"]);
});

test.each([
  [[same, same], {}, "0 of 2 scores would change"],
  [
    [ann, bob, eve, same],
    {},
    "2 of 4 scores would change; 1 more has other verdicts for the same score; --write stores what changes, --verbose tells all of it",
  ],
  [[sam], {}, "0 of 1 scores would change; --write stores what changes, --verbose tells all of it"],
  [[ann, same], { write: true, verbose: true }, "1 of 2 scores changed"],
])("the last line", (results, options, line) => {
  expect(summary(results, { write: false, verbose: false, ...options })).toBe(line);
});
