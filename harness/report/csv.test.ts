import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { csvCell } from "./csv.js";

test.each([
  ["=a", "'=a"],
  ["  =a", "  '=a"],
  ["\n@a", '"\n\'@a"'],
  ["\u3000\uff1da", "\u3000'\uff1da"],
  ["\uff0b1", "'\uff0b1"],
  ["a;=b", '"a;\'=b"'],
  ["a; \t-b", '"a; \t\'-b"'],
  ['a;"=b', '"a;""\'=b"'],
  ["\ta", '"\'\ta"'],
  ["a=b+c-d@e, 'f'", "\"a=b+c-d@e, 'f'\""],
  ["left-handed", "left-handed"],
])("%j is stored as %s", (text, cell) => {
  expect(csvCell(text)).toBe(cell);
});

/** The cells of a row as a spreadsheet sees them that splits at `separators`: quotes hold together only what begins with one. */
function cellsOf(row: string, separators: string): string[] {
  const cells = [""];
  let quoted = false;
  for (const char of row.match(/""|./gsu) ?? []) {
    const last = cells.length - 1;
    if (char === '""') cells[last] += quoted ? '"' : "";
    else if (char === '"' && (quoted || cells[last]?.trim() === "")) quoted = !quoted;
    else if (!quoted && separators.includes(char)) cells.push("");
    else cells[last] += char;
  }
  return cells;
}

test("no cell is a formula, whatever a row is split at", () => {
  const text = fc.string({ unit: fc.constantFrom(..."=+-@\uff1d;,\t\n\r \"'a\u3000") });
  fc.assert(
    fc.property(text, text, (one, two) => {
      const row = [one, two, 10].map(csvCell).join(",");
      for (const separators of [",", ";\r\n", "\t\r\n", ",;\t\r\n"])
        for (const cell of cellsOf(row, separators)) expect(cell.trim()).not.toMatch(/^[=+\-@\uff1d]/);
    }),
    { numRuns: 2000 },
  );
});
