import { describe, expect, test } from "@jest/globals";
import { FORMAT_NAMES, isOfOne, makeReport, requireWholeScores, type FormatName } from "./formats.js";
import { paintFor } from "./paint.js";
import { hostileResults, LOG_COMMAND, makeTestResult, makeVerdict, UNSEEN } from "./test-results.js";

const plain = paintFor({}, {});

/** What is of one submission alone is tried with the second, which is complete. */
const resultsFor = (format: FormatName) => (isOfOne(format) ? hostileResults().slice(1, 2) : hostileResults());

/** As Classroom 50's runner sets them. */
Object.assign(process.env, {
  CLASSROOM: "net",
  ASSIGNMENT: "dns",
  SUBMISSION_TAG: "submit/1",
  COMMIT_URL: "https://c.example/1",
  RELEASE_URL: "https://r.example/1",
});

describe.each(FORMAT_NAMES)("%s", (format) => {
  test("lets no unseen character and no command through, and ends with its line", async () => {
    const text = await makeReport(format, resultsFor(format), plain);
    expect(text.replaceAll("\r\n", "\n")).not.toMatch(UNSEEN);
    expect(text).not.toMatch(LOG_COMMAND);
    expect(text).toMatch(/\n$/);
    expect(text).toContain("\\x1b[31mred");
    // JSON has each backslash twice.
    expect(text.replaceAll("\\\\", "\\")).toContain("\\u{202e}\\u{2067}\\u{200f}\\u{61c}");
    expect(text).toContain("\u{1f600}");
  });

  test("lets none through of a single submission", async () => {
    for (const result of format === "classroom50" ? resultsFor(format) : hostileResults()) {
      const text = await makeReport(format, [result], plain);
      expect(text.replaceAll("\r\n", "\n")).not.toMatch(UNSEEN);
      expect(text).not.toMatch(LOG_COMMAND);
    }
  });

  test("leaves the results as they are", async () => {
    const results = resultsFor(format);
    await makeReport(format, results, plain);
    expect(results).toEqual(resultsFor(format));
  });
});

test.each(FORMAT_NAMES)("%s: tells a score that was changed as a whole, or is refused", (format) => {
  const asJudged = makeTestResult("ada", [makeVerdict("a"), makeVerdict("b", { level: "beyond", points: 3, maxPoints: 3 })], { score: 10 });
  expect(() => requireWholeScores(format, [asJudged])).not.toThrow();
  const late = () => requireWholeScores(format, [{ ...asJudged, score: 9 }]);
  if (["autograding", "classroom50"].includes(format)) expect(late).toThrow("ada's score has changed as a whole");
  else expect(late).not.toThrow();
});

test("csv: a name that is a formula is none any more, in one table for all", async () => {
  const results = [makeTestResult("=cmd()", [makeVerdict("a")]), makeTestResult('b,"c"', [makeVerdict("b", { status: "fail" })])];
  expect(await makeReport("csv", results, plain)).toBe(
    'submission,score,max_score,bonus,complete,note,a,b\r\n\'=cmd(),10,10,0,true,,10,\r\n"b,""c""",0,10,0,true,,,0\r\n',
  );
});

test.each(["csv", "terminal", "markdown"] as const)("%s: a failed build is noted with its first error", async (format) => {
  const build = {
    command: "make",
    status: "failed" as const,
    reason: "exit status 2",
    output: "cc a.c\na.c:1:2: error: no\nmake: *** [a] Error 1\n",
    durationMs: 1,
  };
  expect(await makeReport(format, [makeTestResult("ann", [], { build }), makeTestResult("bob", [])], plain)).toContain(
    "the build failed: exit status 2: a.c:1:2: error: no",
  );
});
