import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { posix } from "node:path";
import { checkTarget, isLeftOut, partsOf } from "./entry-name.js";
import { Refusal } from "./refusal.js";

/** What a check says, or null if it lets it pass. */
function refusalOf(check: () => unknown): string | null {
  try {
    check();
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}

const part = fc.oneof(fc.constantFrom("..", ".", "", "a", "c:", "\\", "\0", "...", ".. ", "__MACOSX"), fc.string({ unit: "binary", maxLength: 6 }));
const name = fc.array(part, { maxLength: 6 }).map((parts) => parts.join("/"));

test("a name that passes stays below the folder, by the rules of POSIX and of Windows", async () => {
  const { win32 } = await import("node:path");
  fc.assert(
    fc.property(name, (given) => {
      if (refusalOf(() => partsOf(given)) !== null) return;
      const parts = partsOf(given);
      expect(`${posix.join("/in/here", ...parts)}/`.startsWith("/in/here/")).toBe(true);
      // The given name leads to the same place as its parts.
      expect(posix.resolve("/in/here", given)).toBe(posix.join("/in/here", ...parts));
      expect(`${win32.resolve("D:\\in\\here", given)}\\`.startsWith("D:\\in\\here\\")).toBe(true);
      expect(given).not.toContain("\0");
    }),
    { numRuns: 2000 },
  );
});

test("a name without a trick always passes", () => {
  const plain = fc
    .string({ unit: fc.constantFrom("a", "Z", "0", ".", "-", " ", "é", "→"), minLength: 1, maxLength: 8 })
    .filter((text) => !/^\.{1,2}$/.test(text));
  fc.assert(
    fc.property(fc.array(plain, { minLength: 1, maxLength: 6 }), (parts) => {
      expect(partsOf(parts.join("/"))).toEqual(parts);
      expect(partsOf(`./${parts.join("//")}/`)).toEqual(parts);
    }),
  );
});

test("a target that passes stays below the folder, however its parts are links", () => {
  fc.assert(
    fc.property(name, fc.nat(4), (target, depth) => {
      if (refusalOf(() => checkTarget(target, depth)) !== null) return;
      const from = posix.join("/in/here", ...Array<string>(depth).fill("x"));
      // ".." only leaves folders above the link, which are real ones; never what a part before it links to.
      expect(
        target
          .split("/")
          .filter((one) => one !== "" && one !== ".")
          .join("/"),
      ).toMatch(/^(\.\.(\/|$))*(?!.*(^|\/)\.\.(\/|$))/su);
      expect(`${posix.resolve(from, target)}/`.startsWith("/in/here/")).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ["a\0b", "has a NUL in its name"],
  ["\0", "has a NUL in its name"],
  ["ab", null],
])("%j: %s", (given, refusal) => {
  expect(refusalOf(() => partsOf(given))).toBe(refusal);
});

test.each([
  ["", 3, false],
  ["/", 3, false],
  ["..", 0, false],
  ["..", 1, true],
  ["../..", 2, true],
  ["./.././../a", 2, true],
  ["../../../a", 2, false],
  ["a/..", 2, false],
  ["../a/../b", 2, false],
  ["a\0b", 0, false],
  ["C:/a", 0, false],
  ["a".repeat(1001), 0, false],
  [".", 0, true],
  ["...", 0, true],
])("a link to %j from %i folders down", (target, depth, passes) => {
  expect(refusalOf(() => checkTarget(target, depth)) === null).toBe(passes);
});

test.each([
  ["__MACOSX/lab/._a", true],
  ["lab/__MACOSX/a", true],
  [".DS_Store", true],
  ["lab/.DS_Store", true],
  ["lab/._server.py", true],
  ["caf\uFFFD/a", true],
  ["lab/.gitignore", false],
  ["MACOSX/a", false],
  ["DS_Store", false],
  ["a._b", false],
])("%s is left out: %s", (path, out) => {
  expect(isLeftOut(partsOf(path))).toBe(out);
});
