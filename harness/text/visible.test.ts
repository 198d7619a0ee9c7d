import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { inertText, oneLine, visibleText } from "./visible.js";

const anyText = fc.string({
  unit: fc.oneof(fc.constantFrom(..."#[]: \ud800\udc00\u202e\u001b"), fc.constant("::error::"), fc.string({ unit: "binary", maxLength: 1 })),
});

test.each([
  ["\u001b[31m\u0000\r\n\t\u009b", "\\x1b[31m\\x00\\r\\n\\t\\x9b"],
  ["\u202e\u2067\u200f\u061c\u2028\ufeff\u{e0041}", "\\u{202e}\\u{2067}\\u{200f}\\u{61c}\\u{2028}\\u{feff}\\u{e0041}"],
  ["\ud800 \udfff \uffff \u{1fffe}", "\\u{d800} \\u{dfff} \\u{ffff} \\u{1fffe}"],
  ["\u{1f600} é می\u200cخواهم \\ \"q\" 'q'", "\u{1f600} é می\u200cخواهم \\ \"q\" 'q'"],
])("%j is shown as %s", (text, shown) => {
  expect(visibleText(text)).toBe(shown);
});

test.each([
  ["::error::a", "\\x3a:error::a"],
  ["a ::warning file=b::c", "a \\x3a:warning file=b::c"],
  ["##[group]a##vso[task.complete]", "#\\x23[group]a#\\x23vso[task.complete]"],
  ["std::vector, bound ::1 and fe80::1, # 1, ## x", "std::vector, bound ::1 and fe80::1, # 1, ## x"],
])("a log takes no command from %j", (text, inert) => {
  expect(inertText(text)).toBe(inert);
  expect(oneLine(text)).toBe(inert);
});

test("what is shown is one line of well-formed text, and is shown again as it is", () => {
  fc.assert(
    fc.property(anyText, fc.nat(12), (text, max) => {
      for (const shown of [visibleText(text), inertText(text), oneLine(text, max)]) {
        expect(shown).not.toMatch(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u);
        expect(visibleText(shown)).toBe(shown);
      }
      expect(inertText(inertText(text))).toBe(inertText(text));
      expect(oneLine(text, max).length).toBeLessThanOrEqual(max + 3);
    }),
  );
});
