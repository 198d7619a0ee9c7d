import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { Cutter, MODES, type Mode } from "./cutting.js";
import { Seed } from "./seed.js";

const bytes = fc.oneof(fc.uint8Array({ maxLength: 50 }), fc.uint8Array({ minLength: 4000, maxLength: 9000, size: "max" }));

function cut(whole: Buffer, mode: Mode, seed = "cuts"): Buffer[] {
  return new Cutter(mode, new Seed(seed)).cut(whole);
}

test("the pieces are always the same bytes, none is empty but that of nothing, and the cuts made cut alike as a plan", () => {
  fc.assert(
    fc.property(bytes, fc.constantFrom(...MODES), fc.string(), (array, mode, seed) => {
      const whole = Buffer.from(array);
      const cutter = new Cutter(mode, new Seed(seed));
      const pieces = cutter.cut(whole);
      expect(Buffer.concat(pieces).equals(whole)).toBe(true);
      if (whole.length > 0) expect(pieces.every((piece) => piece.length > 0)).toBe(true);
      expect(cut(whole, mode, seed)).toEqual(pieces);
      expect(new Cutter("whole", new Seed(""), cutter.made).cut(whole)).toEqual(pieces);
    }),
  );
});

test("whole is one piece, byte by byte is as many as bytes, up to a limit, other cuts are at least two", () => {
  const whole = Buffer.alloc(5000, "x");
  expect(cut(whole, "whole")).toHaveLength(1);
  expect(cut(whole.subarray(0, 300), "bytes")).toHaveLength(300);
  expect(cut(whole, "bytes").map((piece) => piece.length)).toEqual([...Array<number>(4096).fill(1), 904]);
  for (let i = 0; i < 50; i++) expect(cut(whole.subarray(0, 2 + i), "cuts", String(i)).length).toBeGreaterThanOrEqual(2);
  expect(Math.max(...cut(Buffer.alloc(1 << 20), "cuts").map((piece) => piece.length))).toBeLessThanOrEqual(1400);
});

test("a plan cuts each write where it says, and those beyond it not at all; places outside a write are no cuts", () => {
  const cutter = new Cutter("bytes", new Seed(""), [[2], [], [0, 1, 9]]);
  const pieces = ["abcd", "abcd", "abcd", "abcd"].map((text) => cutter.cut(Buffer.from(text)).map(String));
  expect(pieces).toEqual([["ab", "cd"], ["abcd"], ["a", "bcd"], ["abcd"]]);
});
