import { describe, expect, test } from "@jest/globals";
import { loadLab } from "../lab/load-lab.js";
import { brokenResult, unstartedResult } from "../score/make-result.js";
import type { Result } from "../score/result.js";
import { EVERY, makeCanary, type Unfit } from "./canary.js";

const lab = await loadLab("udp-echo", { hidden: false });
const head = { submission: { name: "1", digest: "" }, seed: "s", startedAt: "", isolation: "process" as const };
const result = (score: number): Result => ({ ...unstartedResult(lab, head, { stage: "build", message: "slow today" }), score, maxScore: 100 });

const spoilt: Result = { ...brokenResult(lab, head, "starved"), maxScore: 100 };

/** A canary whose gradings come to this, one after the other. */
function withScores(...results: (Result | null)[]) {
  return makeCanary(() => Promise.resolve(results.shift() as Result | null));
}

describe("a canary", () => {
  test.each<[string, (Result | null)[], Unfit | null]>([
    ["earns all points", [result(100)], null],
    ["loses one once", [result(99), result(100)], null],
    ["loses one twice", [result(99), result(98.5)], { what: "did not earn all points, twice: 98.5 of 100 (slow today)", silently: true }],
    ["is not judged completely, twice", [spoilt, spoilt], { what: "could not be judged completely, twice (not complete: starved)", silently: false }],
    ["loses one, then is not judged completely", [result(99), spoilt], { what: "did not earn all points, twice: 99 of 100 (slow today)", silently: true }],
    ["is stopped", [null], null],
    ["is stopped at the second time", [result(0), null], null],
  ])("%s", async (_, results, wrong) => {
    expect(await withScores(...results).sing()).toEqual(wrong);
  });

  test("is due after so many submissions, or so much time, from its last start on", async () => {
    let clock = 0;
    const canary = makeCanary(
      () => Promise.resolve(null),
      () => clock,
    );
    expect(canary.isDue()).toBe(false);
    for (let count = 0; count < EVERY.submissions; count++) {
      expect(canary.isDue()).toBe(false);
      canary.count();
    }
    expect(canary.isDue()).toBe(true);
    const sung = canary.sing();
    expect(canary.isDue()).toBe(false);
    await sung;
    clock += EVERY.ms;
    expect(canary.isDue()).toBe(false);
    canary.count();
    expect(canary.isDue()).toBe(true);
  });
});
