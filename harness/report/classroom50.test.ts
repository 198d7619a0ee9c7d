import { expect, test } from "@jest/globals";
import { classroom50Result } from "./classroom50.js";
import { makeTestResult, makeVerdict } from "./test-results.js";

const env = {
  ...{ CLASSROOM: "net", ASSIGNMENT: "echo", SUBMISSION_TAG: "submit/1" },
  ...{ COMMIT_URL: "https://c.example/1", RELEASE_URL: "https://r.example/1" },
};

test("points are whole numbers in the same proportions, and their sums are the score", () => {
  const verdicts = [
    makeVerdict("a", { points: 2.5, maxPoints: 2.5 }),
    makeVerdict("b", { status: "fail", maxPoints: 4 }),
    makeVerdict("c", { level: "beyond", points: 3, maxPoints: 3 }),
  ];
  expect(JSON.parse(classroom50Result(makeTestResult("ada", verdicts), env))).toEqual({
    ...{ schema: "classroom50/result/v1", classroom: "net", assignment: "echo", submission: "submit/1" },
    ...{ commit: "https://c.example/1", release: "https://r.example/1", review: "https://c.example/1" },
    ...{ datetime: "2025-01-02T03:04:05Z", graded_at: "2025-01-02T03:04:05Z", score: 5, "max-score": 13 },
    tests: [
      { "test-name": "server: title of a", passed: true, score: 5, "max-score": 5 },
      { "test-name": "server: title of b", passed: false, score: 0, "max-score": 8 },
      { "test-name": "server: title of c", passed: true, score: 0, "max-score": 0 },
    ],
  });
});

test("every lab's points become whole numbers", () => {
  for (const points of [0.25, 0.5, 0.75, 1.5, 0.1, 0.05]) {
    const { score, "max-score": most } = JSON.parse(classroom50Result(makeTestResult("ada", [makeVerdict("a", { points, maxPoints: points })]), env)) as {
      score: number;
      "max-score": number;
    };
    expect([points, score, Number.isInteger(most) && most > 0]).toEqual([points, most, true]);
  }
});

test("outside of its runner, and of what was not wholly judged, none is made", () => {
  const result = makeTestResult("ada", [makeVerdict("a")]);
  expect(() => classroom50Result(result, { ...env, RELEASE_URL: undefined })).toThrow("RELEASE_URL is not set");
  expect(() => classroom50Result({ ...result, complete: false }, env)).toThrow("ada: not every check was judged");
});
