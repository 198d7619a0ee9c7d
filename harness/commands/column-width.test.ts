import { expect, test } from "@jest/globals";
import { columnWidth } from "./column-width.js";

test("a column keeps clear of the next one, however long its texts are", () => {
  expect(columnWidth(["node", "mkfifo"])).toBe(35);
  expect(columnWidth(["express: ./node_modules.tar not found", "curl"])).toBe(39);
});
