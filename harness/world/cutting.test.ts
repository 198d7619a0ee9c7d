import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { cut, MODE_IN_WORDS, MODES } from "./cutting.js";
import { Seed } from "./seed.js";

const bytes = fc.oneof(fc.uint8Array({ maxLength: 50 }), fc.uint8Array({ minLength: 4000, maxLength: 9000, size: "max" }));

test("the pieces are always the same bytes, and none is empty but that of nothing", () => {
  fc.assert(
    fc.property(bytes, fc.constantFrom(...MODES), fc.string(), (array, mode, seed) => {
      const whole = Buffer.from(array);
      const pieces = cut(whole, mode, new Seed(seed));
      expect(Buffer.concat(pieces).equals(whole)).toBe(true);
      if (whole.length > 0) expect(pieces.every((piece) => piece.length > 0)).toBe(true);
      expect(cut(whole, mode, new Seed(seed))).toEqual(pieces);
    }),
  );
});

test("whole is one piece, byte by byte is as many as bytes, up to a limit, other cuts are at least two", () => {
  const seed = new Seed("cuts");
  const whole = Buffer.alloc(5000, "x");
  expect(cut(whole, "whole", seed)).toHaveLength(1);
  expect(cut(whole.subarray(0, 300), "bytes", seed)).toHaveLength(300);
  expect(cut(whole, "bytes", seed).map((piece) => piece.length)).toEqual([...Array<number>(4096).fill(1), 904]);
  for (let i = 0; i < 50; i++) expect(cut(whole.subarray(0, 2 + i), "cuts", seed).length).toBeGreaterThanOrEqual(2);
  expect(Math.max(...cut(Buffer.alloc(1 << 20), "cuts", seed).map((piece) => piece.length))).toBeLessThanOrEqual(1400);
});

test("every mode has its words", () => {
  expect(Object.keys(MODE_IN_WORDS)).toEqual([...MODES]);
});
