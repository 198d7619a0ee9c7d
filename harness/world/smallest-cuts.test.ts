import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { smallestCuts } from "./smallest-cuts.js";
import type { CutPlan } from "./cutting.js";

const everywhere: CutPlan = [Array.from({ length: 60 }, (_, index) => index + 1), [], Array.from({ length: 40 }, (_, index) => index + 1)];

/** Fails when all of `needed` are cut; counts how often it was asked. */
function program(needed: CutPlan): { fails: (cuts: CutPlan) => Promise<boolean>; asked: () => number } {
  let asked = 0;
  return {
    fails(cuts) {
      asked++;
      return Promise.resolve(needed.every((offsets, write) => offsets.every((offset) => cuts[write]?.includes(offset) === true)));
    },
    asked: () => asked,
  };
}

test.each([
  ["one cut of a hundred", [[], [], [17]]],
  ["two cuts of one write", [[3, 58]]],
  ["cuts of two writes", [[44], [], [1]]],
])("finds %s", async (_, needed) => {
  const { fails } = program(needed);
  expect(await smallestCuts(everywhere, fails, 1000)).toEqual({ cuts: needed, minimal: true });
});

test("finds one cut in about twice as many runs as it has binary digits", async () => {
  const { fails, asked } = program([[], [], [40]]);
  expect(await smallestCuts(everywhere, fails, 1000)).toEqual({ cuts: [[], [], [40]], minimal: true });
  expect(asked()).toBeLessThanOrEqual(1 + 2 * 7);
});

test("says that no cut is needed, after one run", async () => {
  const { fails, asked } = program([]);
  expect(await smallestCuts(everywhere, fails, 1000)).toEqual({ cuts: [], minimal: true });
  expect(asked()).toBe(1);
});

test("what it finds always fails, also when it has to stop early", async () => {
  const places = fc.array(fc.tuple(fc.constantFrom(0, 2), fc.integer({ min: 1, max: 40 })), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(places, fc.integer({ min: 1, max: 60 }), async (list, tries) => {
      const needed = [0, 1, 2].map((write) => list.flatMap(([at, offset]) => (at === write ? [offset] : [])));
      const { fails, asked } = program(needed);
      const found = await smallestCuts(everywhere, fails, tries);
      expect(asked()).toBeLessThanOrEqual(tries);
      expect(await fails(found.cuts)).toBe(true);
      // Only of what was tried it is said that nothing less will do.
      if (found.minimal) expect(found.cuts.flat()).toHaveLength(new Set(list.map(String)).size);
    }),
  );
});

test("does not call minimal what there was no time to make smaller", async () => {
  const { fails } = program([[], [], [17]]);
  let left = 3;
  const found = await smallestCuts(everywhere, (cuts) => (left-- > 0 ? fails(cuts) : Promise.resolve(null)), 1000);
  expect(found.minimal).toBe(false);
  expect(found.cuts.flat().length).toBeGreaterThan(1);
});
