import { expect, test } from "@jest/globals";
import { makeReport } from "./formats.js";
import { paintFor } from "./paint.js";
import { makeCause, makeTestResult, makeVerdict } from "./test-results.js";

interface Report {
  score: number;
  output: string;
  stdout_visibility: string;
  tests: { name: string; number: string; score: number; max_score: number; status?: string; output: string; visibility: string }[];
}

const report = async (...parts: Parameters<typeof makeTestResult>): Promise<Report> =>
  JSON.parse(await makeReport("gradescope", [makeTestResult(...parts)], paintFor({}, {}))) as Report;

test("a test per check: hidden ones for staff alone, points beyond the contract on top", async () => {
  const { tests, score, output, stdout_visibility } = await report(
    "ada",
    [
      makeVerdict("a"),
      makeVerdict("b", { status: "fail", visibility: "hidden" }),
      makeVerdict("c", { role: "client", level: "beyond", points: 3, maxPoints: 3 }),
      makeVerdict("d", { role: "client", status: "skip", reason: "b failed" }),
    ],
    { score: 10, bonus: 3 },
  );
  expect({ score, stdout_visibility, output }).toEqual({ score: 13, stdout_visibility: "hidden", output: "fails 1 hidden check" });
  expect(tests.map(({ name, number, score: points, max_score: most, status, visibility }) => [name, number, points, most, status, visibility])).toEqual([
    ["server: title of a", "1.1", 10, 10, "passed", "visible"],
    ["server: title of b", "1.2", 0, 10, "failed", "hidden"],
    ["client: title of c", "2.1", 3, 0, "passed", "visible"],
    ["client: title of d", "2.2", 0, 10, "failed", "visible"],
  ]);
  expect(tests[0]?.output).toBe("");
  expect(tests[1]?.output).toContain(`hint: ${makeCause().hint}`);
  expect(tests[3]?.output).toBe("b failed");
});

test("what we could not judge is neither passed nor failed, and said to be ours", async () => {
  const { tests, output } = await report("ada", [makeVerdict("a", { status: "error", reason: "the machine was late" })], {
    problems: [{ check: "a", run: null, message: "the machine was late" }],
  });
  expect(tests).toEqual([expect.objectContaining({ output: "not judged: the machine was late" })]);
  expect(tests[0]).not.toHaveProperty("status");
  expect(output).toMatch(/grader's fault, not yours/);
});

test("what is shown of all names no hidden check, though it was that which could not be judged", async () => {
  const verdicts = [makeVerdict("a"), makeVerdict("secret", { visibility: "hidden", status: "error", reason: "late" })];
  const { output } = await report("ada", verdicts, {
    complete: false,
    problems: [{ check: "secret", run: "secret-run.whole.1", message: "secret-run: late" }],
  });
  expect(output).toMatch(/^not complete\. That is the grader's fault/);
  expect(output).not.toContain("secret");
});

test("an adjustment of a hidden check does not name it", async () => {
  const remarks = ["adjusted by +2 for secret: read again (TA)", "adjusted by +1 for a: x (TA)"];
  const { output } = await report("ada", [makeVerdict("a"), makeVerdict("secret", { visibility: "hidden" })], { remarks } as never);
  expect(output).toBe("adjusted by +2 for a hidden check: read again (TA); adjusted by +1 for a: x (TA)");
});

test("points are summed up without binary dust", async () => {
  expect((await report("ada", [makeVerdict("a")], { score: 0.1, bonus: 0.2 })).score).toBe(0.3);
});

test("a build that failed is told at the top", async () => {
  const build = { command: "make", status: "failed" as const, reason: "exit status 2", output: "a.c:1:2: error: no\n", durationMs: 1 };
  expect((await report("ada", [], { build })).output).toBe("the build failed: exit status 2: a.c:1:2: error: no");
});

test("of several submissions none is made", async () => {
  const two = [makeTestResult("ada", []), makeTestResult("bob", [])];
  await expect(makeReport("gradescope", two, paintFor({}, {}))).rejects.toThrow("--format gradescope is of one submission, and here are 2");
});
