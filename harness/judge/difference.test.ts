import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { difference } from "./difference.js";

describe("difference", () => {
  test("points at the first byte that differs", () => {
    expect(difference("HELLO\n", "HELlO\n")).toEqual({ offset: 3, expected: '"HELLO\\n"', actual: '"HELlO\\n"', caret: 4 });
  });

  test("shows a window of a long text, and where the shorter one ends", () => {
    const found = difference("x".repeat(100) + "abc\n", "x".repeat(100));
    expect(found).toEqual({ offset: 100, expected: `..."${"x".repeat(25)}abc\\n"`, actual: `..."${"x".repeat(25)}"`, caret: 29 });
  });

  test("keeps escapes whole, and all before the caret alike", () => {
    const bytes = fc.string({ unit: fc.constantFrom("a", "\n", '"', "\\", "\x00", "\xff", "\u20ac"), maxLength: 120 });
    fc.assert(
      fc.property(bytes, bytes, bytes, (head, a, b) => {
        const found = difference(head + a, head + b);
        if (found === null) return expect(a).toBe(b);
        expect(found.expected.slice(0, found.caret)).toBe(found.actual.slice(0, found.caret));
        expect(found.expected.slice(found.caret)).not.toBe(found.actual.slice(found.caret));
        expect(Math.max(found.expected.length, found.actual.length)).toBeLessThan(64);
        expect(found.expected + found.actual).toMatch(/^[\x20-\x7e]*$/);
      }),
    );
  });
});
