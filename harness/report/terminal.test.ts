import { expect, test } from "@jest/globals";
import { makeReport } from "./formats.js";
import { paintFor } from "./paint.js";
import { makeTestResult, makeVerdict } from "./test-results.js";

const terminal = async (...results: Parameters<typeof makeReport>[1]) => await makeReport("terminal", results, paintFor({}, {}));

test("a line per submission, then checks and scores of the class", async () => {
  const ada = makeTestResult("ada", [makeVerdict("a-check"), makeVerdict("b")], { bonus: 5 });
  const bob = makeTestResult("bob\u001b[2J", [makeVerdict("a-check", { status: "fail" }), makeVerdict("b", { status: "skip" })]);
  const eve = makeTestResult("eve", [makeVerdict("a-check"), makeVerdict("b", { status: "error" })], {
    problems: [{ check: "b", run: null, message: "late" }],
  });
  expect(await terminal(ada, bob, eve)).toBe(`some-lab: 3 submissions

ada           20/20 +5
bob\\x1b[2J     0/20  fails a-check; 1 skipped for it
eve           10/20  not complete: late

check       passed   failed  skipped    error
server
  a-check        2        1        0        0
  b              1        0        1        1

scores of 20: median 10, quartiles 5 and 15, from 0 to 20 (1 that is not complete left out)
`);
});

test("a single submission is shown with its verdicts; there is nothing to sum up", async () => {
  const text = await terminal(makeTestResult("ada", [makeVerdict("a"), makeVerdict("b", { status: "fail" })]));
  expect(text).toMatch(/^some-lab: 1 submission\n\nada {4}10\/20 {2}fails b\n\nserver\n {2}✓ {2}10\/10 {2}title of a\n {2}✗ {3}0\/10 {2}title of b\n/);
  expect(text).not.toContain("median");
});

test("where no result is complete there are no scores", async () => {
  const broken = [1, 2].map((n) => makeTestResult(`s${n}`, [makeVerdict("a", { status: "error", reason: "ours" })]));
  expect(await terminal(...broken)).toMatch(/\nno result is complete: there are no scores to sum up\n$/);
});
