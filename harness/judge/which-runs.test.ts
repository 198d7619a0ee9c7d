import { expect, test } from "@jest/globals";
import { transcript } from "./test-records.js";
import { whichRuns } from "./which-runs.js";

const heads = (modes: string[]) => modes.map((mode) => transcript([], mode).head);

test.each<[string[], string[], string | null]>([
  [["bytes"], ["whole", "coalesced", "cuts"], "fails only when the bytes come one by one"],
  [["whole", "cuts"], ["bytes", "coalesced"], "fails only when each message comes in one piece, and when the bytes come apart at random places"],
  [["whole", "bytes", "cuts"], ["coalesced"], "passes only when several messages come in one piece"],
  [["whole", "whole"], ["whole"], "fails in 2 of 3 runs"],
  [["whole"], [], null],
])("%j fail, %j pass", (failed, passed, words) => {
  expect(whichRuns(heads(failed), heads(passed))).toBe(words);
});
