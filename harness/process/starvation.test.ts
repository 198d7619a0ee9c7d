import { describe, expect, test } from "@jest/globals";
import { ChargedSpan, chargedMs, STRETCH, type TickSample } from "./starvation.js";

describe("of a tick counts against the program", () => {
  test.each([
    ["all, when the machine gave it what it wanted", { dtMs: 40, lateMs: 0, runMs: 0, waitMs: 0 }, 40],
    ["all, when it spun", { dtMs: 40, lateMs: 0, runMs: 40, waitMs: 0 }, 40],
    ["nothing, when it only waited for a core", { dtMs: 40, lateMs: 0, runMs: 0, waitMs: 40 }, 0],
    ["what it did not wait", { dtMs: 40, lateMs: 0, runMs: 10, waitMs: 25 }, 15],
    ["all, when its own threads took the cores from each other", { dtMs: 40, lateMs: 0, runMs: 80, waitMs: 200 }, 40],
    ["what it ran, when others took the rest", { dtMs: 40, lateMs: 0, runMs: 30, waitMs: 200 }, 30],
    ["not our own lateness", { dtMs: 140, lateMs: 100, runMs: 0, waitMs: 0 }, 40],
    ["never less than nothing", { dtMs: 140, lateMs: 100, runMs: 0, waitMs: 140 }, 0],
  ])("%s", (_, sample, charged) => {
    expect(chargedMs(sample)).toBe(charged);
  });
});

describe("a span of ten seconds is spent after", () => {
  const SECOND = { dtMs: 1000, lateMs: 0, runMs: 0, waitMs: 0 };
  test.each<[string, TickSample, number]>([
    ["ten of them by a program that sleeps", SECOND, 10],
    ["ten of them by a program that spins", { ...SECOND, runMs: 2000 }, 10],
    ["forty of them by a program that gets a quarter of the core that it wants", { ...SECOND, runMs: 250, waitMs: 750 }, 40],
    ["ten times ten of them at the latest", { ...SECOND, waitMs: 1000 }, 10 * STRETCH],
  ])("%s", (_, tick, seconds) => {
    const span = new ChargedSpan(10_000);
    let spent = 1;
    while (!span.spend(tick)) spent++;
    expect(spent).toBe(seconds);
  });
});
