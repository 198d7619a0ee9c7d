import { expect, test } from "@jest/globals";
import { autogradingResult } from "./autograding.js";
import { makeTestResult, makeVerdict } from "./test-results.js";

interface Runner {
  status: string;
  max_score: number;
  tests: { name: string; status: string; score: number; message: string | null }[];
}

const read = (...args: Parameters<typeof makeTestResult>) => JSON.parse(autogradingResult(makeTestResult(...args))) as Runner;

test("a test per check, its points and its failure", () => {
  const verdicts = [makeVerdict("a", { points: 2.5, maxPoints: 2.5 }), makeVerdict("b", { status: "fail", points: 0, maxPoints: 4 })];
  const { status, max_score, tests } = read("ada", verdicts);
  expect([status, max_score]).toEqual(["fail", 6.5]);
  expect(tests.map((one) => [one.status, one.score])).toEqual([
    ["pass", 2.5],
    ["fail", 0],
  ]);
  expect(tests[0]?.message).toBeNull();
});

test("what is beyond the contract counts nothing, and turns nothing red", () => {
  const { status, max_score, tests } = read("ada", [
    makeVerdict("a", { points: 3, maxPoints: 3 }),
    makeVerdict("b", { level: "beyond", status: "fail", points: 0, maxPoints: 5 }),
    makeVerdict("c", { level: "beyond", points: 5, maxPoints: 5 }),
  ]);
  expect([status, max_score, tests.reduce((sum, { score }) => sum + score, 0)]).toEqual(["pass", 3, 3]);
});

test("what was not judged is an error of ours", () => {
  const result = { ...makeTestResult("ada", [makeVerdict("a", { status: "error", points: 0 })]), complete: false };
  expect((JSON.parse(autogradingResult(result)) as Runner).status).toBe("error");
});

test("hidden checks are one test without a word", () => {
  const { max_score, tests } = read("ada", [
    makeVerdict("a", { points: 3, maxPoints: 3 }),
    makeVerdict("secret", { visibility: "hidden", status: "fail", points: 0, maxPoints: 2 }),
    makeVerdict("mystery", { visibility: "hidden", points: 4, maxPoints: 4 }),
  ]);
  expect([max_score, tests.length]).toEqual([9, 2]);
  expect(tests[1]).toMatchObject({ name: "hidden checks", status: "fail", score: 4, message: null });
  expect(JSON.stringify(tests)).not.toMatch(/secret|mystery/);
});
