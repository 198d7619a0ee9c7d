import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { classicMistake } from "./classic-mistakes.js";

const cases: [string, string, string, string | null][] = [
  ["missing LF", "HELLO\n", "HELLO", "the LF at the end is missing"],
  ["missing CR LF", "HELLO\r\n", "HELLO", "the CR LF at the end is missing"],
  ["extra LF", "HELLO\n", "HELLO\n\n", "there is one LF too many at the end"],
  ["CR added", "A\nB\n", "A\r\nB\r\n", "a CR was added before each LF"],
  ["lower case", "HELLO 1\n", "hello 1\n", "the letters are in lower case, expected upper case"],
  ["partly lower case", "HELLO WORLD\n", "hello WORLD\n", "some letters are in lower case"],
  ["a and z left out", "A LAZY\n", "a LaZY\n", "is right but for a in lower case"],
  ["stripped", " A B \n", "A B\n", "spaces at the beginning or end of a line were stripped"],
  ["no spaces", "A B C\n", "ABC\n", "the spaces are missing"],
  ["doubled", "A\n", "A\nA\n", "came twice"],
  ["merged", "A\nB\n", "AB", "the LFs are missing, so that lines are merged"],
  ["a line lost", "A\nB\nC\n", "A\nC\n", '1 line missing: line 2 ("B\\n")'],
  ["a line twice", "A\nB\nC\n", "A\nB\nB\nC\n", 'line 3 ("B\\n") came twice'],
  ["order", "A\nB\n", "B\nA\n", "all lines came, in another order"],
  ["cut at a buffer", "x".repeat(2000), "x".repeat(1024), "is cut off after 1024 bytes, a buffer's size: 976 bytes more expected"],
  ["C string", "AB\0CD\n", "AB\n", "ends at the NUL byte at offset 2: bytes were taken for a C string"],
  ["NUL sent too", "AB\n", "AB\n\0", "is followed by a NUL byte: the end mark of a C string was sent with it"],
  ["whole buffer", "AB\n", `AB\n${"\0".repeat(1021)}`, "is followed by 1021 NUL bytes: a whole buffer of 1024 bytes was sent, not only what it holds"],
  ["prompt", "A\n", "> A\n", '2 bytes stand before it that do not belong there: "> "'],
  ["Python's bytes", "A\n", "b'A\\n'", "is Python's notation of bytes (b'...'), not the bytes: decode them first"],
  ["question marks", "\xe9A\n", "?A\n", "bytes above 0x7f were replaced by question marks"],
  ["nothing known", "HELLO\n", "HALLO!\n", null],
  ["no guess at a plain prefix", "HELLO\n", "HEL", null],
];

describe("classicMistake", () => {
  test.each(cases)("%s", (_name, expected, actual, said) => {
    expect(classicMistake(expected, actual)).toBe(said);
  });

  test("bytes encoded as UTF-8, and bytes replaced", () => {
    expect(classicMistake("\xff\n", "\xc3\xbf\n")).toContain("encoded as UTF-8");
    expect(classicMistake("\xff\n", "\xef\xbf\xbd\n")).toContain("U+FFFD");
  });

  test("never throws, and has nothing to say of equal texts", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "A", "\n", "\r", " ", "\0", "\xff", "\u20ac") });
    fc.assert(fc.property(text, text, (a, b) => void classicMistake(a, b)));
    fc.assert(fc.property(text, (a) => expect(classicMistake(a, a)).toBeNull()));
  });
});
