import { describe, expect, test } from "@jest/globals";
import { readFileSync } from "node:fs";
import { probeIsolation } from "../batch/probe-isolation.js";
import { hasProc } from "../process/proc.js";
import { unusedUid } from "../process/unused-uid.js";
import { FORMAT_NAMES, isOfOne, makeReport } from "../report/formats.js";
import { paintFor } from "../report/paint.js";
import { packageFile } from "../text/package-root.js";
import { canCloseWorld, gradeBatch } from "./test-closed-world.js";
import { differences, EXPECTED, HONEST, type Outcome } from "./test-hostile.js";
import type { Level } from "../process/isolation.js";

/** Every submission in reference/hostile is contained at the levels that are to contain it, and harms no honest one beside it. */

const obstacles = await probeIsolation();
const closed = await canCloseWorld();
const MINUTE = 60_000;

/** Those whose containment is another at the level `user`, or for a user that is not root; the whole table takes `npm run hostile`. */
const AT_USER = ["reads-the-reference", "reads-other-submissions", "signals-the-grader", "eats-memory-in-a-daemon", "leaves-a-daemon", "forges-output"];
const AS_USER = ["reads-the-reference", "reads-other-submissions", "eats-memory-in-hidden-files", "leaves-a-daemon"];
/** Safe without a world of their own. */
const AT_PROCESS = ["forges-output", "exits-with-status-0", "eats-memory-in-files", "links-out-of-its-folder", "manifest-is-a-fifo", "builds-without-end"];

async function expectContained(level: Level, outcomes: Promise<Outcome[]>): Promise<Outcome[]> {
  const all = await outcomes;
  expect(all.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(HONEST)));
  expect(all.flatMap((outcome) => differences(outcome, level).map((difference) => `${outcome.name}: ${difference}`))).toEqual([]);
  return all;
}

/** What a terminal, a browser or a spreadsheet would act upon. */
function expectInert(report: string): void {
  for (const text of ["\u0007", "\b", "\u001b", "\u202e", "<script>"]) expect(report).not.toContain(text);
  expect(report).not.toMatch(/^::|^"?[=+]\w|,"?[=+]\w/m);
}

(obstacles.bubblewrap === null ? describe : describe.skip)("bubblewrap", () => {
  test(
    "contains all of them, and their texts are inert in every report",
    async () => {
      const outcomes = await expectContained("bubblewrap", gradeBatch({ level: "bubblewrap", jobs: 3, closed }));
      expect(outcomes).toHaveLength(Object.keys(EXPECTED).length + 2);
      const results = outcomes.flatMap(({ result }) => (result === null ? [] : [result]));
      for (const format of FORMAT_NAMES.filter((name) => !isOfOne(name))) expectInert(await makeReport(format, results, paintFor({}, {})));
      for (const result of results) expectInert(await makeReport("gradescope", [result], paintFor({}, {})));
    },
    5 * MINUTE,
  );

  (closed ? test : test.skip)(
    "contains them where the grader is an ordinary user",
    async () => {
      const unused = await unusedUid();
      try {
        await expectContained("bubblewrap", gradeBatch({ level: "bubblewrap", jobs: 3, closed, uid: unused.uid, names: AS_USER }));
      } finally {
        unused.release();
      }
    },
    3 * MINUTE,
  );
});

(obstacles.user === null && closed ? test : test.skip)(
  "a user id of its own contains what it is to contain",
  async () => void (await expectContained("user", gradeBatch({ level: "user", jobs: 3, closed, names: AT_USER }))),
  3 * MINUTE,
);

(hasProc ? test : test.skip)(
  "an ordinary process earns nothing by force",
  async () => void (await expectContained("process", gradeBatch({ level: "process", jobs: 3, closed, names: AT_PROCESS }))),
  3 * MINUTE,
);

test("the documentation tells of every one", () => {
  const text = readFileSync(packageFile("docs", "security.md"), "utf8");
  expect(Object.keys(EXPECTED).filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
});
