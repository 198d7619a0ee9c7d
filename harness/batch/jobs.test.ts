import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { defaultJobs, runsAtOnce } from "./jobs.js";

test("two for each core, fewer on a machine that is busy already", () => {
  expect(defaultJobs(2, 0)).toEqual({ jobs: 4, why: "two for each of 2 cores" });
  expect(defaultJobs(2, 2)).toEqual({ jobs: 4, why: "two for each of 2 cores" });
  expect(defaultJobs(4, 8)).toEqual({ jobs: 4, why: "less than two for each of 4 cores, since the load is 8.0 now; --jobs N overrides" });
  expect(defaultJobs(1, 50).jobs).toBe(1);
});

test("never below 1, and never more the busier it is", () => {
  const load = fc.double({ min: 0, max: 1000, noNaN: true });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 256 }), load, load, (cores, a, b) => {
      const [less, more] = [Math.min(a, b), Math.max(a, b)];
      expect(defaultJobs(cores, more).jobs).toBeGreaterThanOrEqual(1);
      expect(defaultJobs(cores, more).jobs).toBeLessThanOrEqual(defaultJobs(cores, less).jobs);
    }),
  );
});

test("a submission that is graded alone has more runs at the same time", () => {
  expect([runsAtOnce(1, 4), runsAtOnce(2, 4), runsAtOnce(3, 4), runsAtOnce(4, 4), runsAtOnce(400, 4), runsAtOnce(0, 1)]).toEqual([8, 8, 5, 4, 4, 4]);
  expect(runsAtOnce(1, 1)).toBe(4);
});
