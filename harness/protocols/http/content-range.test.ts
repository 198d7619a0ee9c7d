import { expect, test } from "@jest/globals";
import { parseContentRange } from "./content-range.js";

test("a part, of a whole that may not be known, and none", () => {
  expect(parseContentRange("bytes 0-499/1234")).toEqual({ unit: "bytes", range: { first: 0, last: 499 }, size: 1234 });
  expect(parseContentRange("bytes 42-42/*")).toEqual({ unit: "bytes", range: { first: 42, last: 42 }, size: null });
  expect(parseContentRange("bytes */1234")).toEqual({ unit: "bytes", range: null, size: 1234 });
});

test.each(["", "bytes", "bytes=0-1/2", "bytes 0-1", "bytes 1-0/2", "bytes 0-2/2", "bytes */*", "bytes 0-/2", "bytes  0-1/2", "bytes 0-1/2 "])(
  "%j is none",
  (text) => expect(parseContentRange(text)).toBeNull(),
);
