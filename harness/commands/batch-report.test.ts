import { describe, expect, test } from "@jest/globals";
import { overviewEntry } from "../batch/overview.js";
import { WiregradeError } from "../errors.js";
import { loadLab } from "../lab/load-lab.js";
import { brokenResult, unstartedResult } from "../score/make-result.js";
import { progressLine } from "./batch-progress.js";
import { closingLines, exitCodeOf } from "./batch-report.js";

const lab = await loadLab("udp-echo", { hidden: false });
const head = (name: string) => ({ submission: { name, digest: "" }, seed: "s", startedAt: "", isolation: "process" as const });
const plain = { ...unstartedResult(lab, head("ann"), { stage: "build", message: "" }), fault: null };
const right = overviewEntry(plain);
const absent = overviewEntry({ ...plain, missing: { server: "command not found: pyhton3" } });
const unstarted = overviewEntry(unstartedResult(lab, head("bob"), { stage: "manifest", message: "no wiregrade.json" }));
const broken = overviewEntry(brokenResult(lab, head("eve"), "the worker died"));
const sources = new Map(["ann", "bob", "eve"].map((name) => [name, `/in/${name}.zip`]));
const batch = {
  lab: "udp-echo",
  labDigest: lab.digest,
  shown: "my grades",
  all: 3,
  end: null,
  sources,
  mends: new Map([["bob", "make it one"]]),
  gone: new Set<string>(),
  idle: false,
};

describe("the end of a batch", () => {
  test("names each submission that something is to be done about, and what", () => {
    expect(closingLines({ ...batch, entries: [right, absent, unstarted, broken] })).toEqual({
      lines: ["2 submissions have bad input: what is corrected where it is will be graded by: npx wiregrade grade udp-echo --out 'my grades' --resume"],
      errors: [
        "ann (/in/ann.zip): server: command not found: pyhton3; correct the command, or install it",
        "bob (/in/bob.zip): no wiregrade.json; make it one",
        "eve (/in/eve.zip): not complete: the worker died; grade it again with: npx wiregrade grade udp-echo --out 'my grades' --resume",
      ],
    });
    const unfit = new WiregradeError("MACHINE_UNFIT", "not fit");
    expect(closingLines({ ...batch, entries: [], end: unfit }).errors).toEqual([`not fit; ${unfit.mend}`]);
    expect(closingLines({ ...batch, shown: "grades", entries: [right], end: "interrupted" }).lines).toEqual([
      "interrupted: 1 of 3 are graded; go on with: npx wiregrade grade udp-echo --out grades --resume",
    ]);
  });

  test("asks for one that is gone to be put back", () => {
    expect(closingLines({ ...batch, shown: "grades", entries: [broken], gone: new Set(["eve"]) }).errors).toEqual([
      "eve (/in/eve.zip): not complete: the worker died; put it back, then go on with: npx wiregrade grade udp-echo --out grades --resume",
    ]);
  });

  test("counts what is complete where it was interrupted, and has no reasons from before", () => {
    expect(closingLines({ ...batch, shown: "grades", entries: [right, unstarted, broken], end: "interrupted" })).toEqual({
      lines: [
        "interrupted: 2 of 3 are graded; go on with: npx wiregrade grade udp-echo --out grades --resume",
        "1 submission has bad input: what is corrected where it is will be graded by: npx wiregrade grade udp-echo --out grades --resume",
      ],
      errors: ["bob (/in/bob.zip): no wiregrade.json; make it one"],
    });
  });

  test("tells of results that another version of the lab has judged", () => {
    expect(closingLines({ ...batch, shown: "grades", entries: [right, { ...right, labDigest: "other" }] }).lines).toEqual([
      "1 of 2 results were judged by another version of the lab: `npx wiregrade regrade grades --write` brings all to today's",
    ]);
  });

  test("says nothing twice: where nothing was left to grade, bad input is one line", () => {
    expect(closingLines({ ...batch, shown: "grades", entries: [right, absent, unstarted], idle: true })).toEqual({
      lines: [],
      errors: [
        "2 submissions have bad input still, as grades/grades.csv says; correct it where it is, then: npx wiregrade grade udp-echo --out grades --resume",
      ],
    });
    expect(closingLines({ ...batch, entries: [right], idle: true })).toEqual({ lines: [], errors: [] });
  });

  test.each([
    [0, null, [right]],
    [2, null, [right, unstarted]],
    [2, null, [absent]],
    [3, null, [unstarted, broken]],
    [3, new WiregradeError("MACHINE_UNFIT", ""), [right]],
    [130, "interrupted" as const, [broken]],
  ])("exits with %i", (code, end, entries) => {
    expect(exitCodeOf(end, entries)).toBe(code);
  });
});

describe("the line at the bottom", () => {
  const atWork = (...ones: [string | null, number][]) => ones.map(([name, seconds]) => ({ name, ms: seconds * 1000 }));

  test("tells how far it is, how fast, how long still, and what went wrong", () => {
    expect(progressLine(0, 20, 120, 0, 0, atWork(["ann", 3]))).toBe("100 of 120 graded");
    expect(progressLine(10, 20, 120, 120_000, 2, atWork(["ann", 3]))).toBe("110 of 120 graded, 5.0 a minute, about 2 min left, 2 not complete");
    expect(progressLine(20, 20, 20, 60_000, 0, [])).toBe("20 of 20 graded, 20.0 a minute");
  });

  test("says what keeps it at the start", () => {
    expect(progressLine(0, 20, 20, 0, 0, atWork([null, 12]))).toBe("grading the reference solution first, mostly less than a minute (12 s)");
  });

  test("names what takes long, and the last ones", () => {
    const line = progressLine(10, 20, 20, 120_000, 0, atWork(["ann", 3], ["rupert\n", 95], ["eve", 61], ["bob", 60]));
    expect(line).toBe("10 of 20 graded, 5.0 a minute, about 2 min left, working on rupert\\n (95 s) and eve (61 s)");
    expect(progressLine(19, 20, 20, 120_000, 0, atWork(["ann", 3]))).toMatch(/, working on ann \(3 s\)$/);
    expect(progressLine(20, 20, 20, 120_000, 1, atWork([null, 3]))).toMatch(/, 1 not complete, working on the reference solution \(3 s\)$/);
  });
});
