import { expect, test } from "@jest/globals";
import { whereInWords } from "./shrink-failure.js";

test("says of many cuts only what was tried", () => {
  const cuts = [[1, 2, 3, 4]];
  expect(whereInWords({ cuts, minimal: true }, { events: [] })).toBe("fails with 4 cuts, and passes when any of them is left out");
  expect(whereInWords({ cuts, minimal: false }, { events: [] })).toBe("fails with 4 cuts; there was no time to try all that have fewer");
  expect(whereInWords({ cuts: [], minimal: true }, { events: [] })).toBe("fails without any cut as well");
});
