import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { ProblemsByKind } from "../problem.js";
import { eachLine, nextLine, noteLine, readLine, type LineProblem } from "./lines.js";

const bytesOf = (text: string) => Buffer.from(text, "latin1");
const endings = (text: string) => [...eachLine(bytesOf(text))].map(({ length, ending }) => [length, ending]);
const arbitraryText = fc.string({ unit: fc.constantFrom("\r", "\n", "a", ".", "\xe9") });

describe("lines", () => {
  test("end with CRLF, LF, CR or not at all", () => {
    expect(endings("a\r\nbc\nd\re")).toEqual([
      [1, "CRLF"],
      [2, "LF"],
      [1, "CR"],
      [1, "none"],
    ]);
    expect(endings("a\r\r\n")).toEqual([
      [1, "CR"],
      [0, "CRLF"],
    ]);
    expect(endings("")).toEqual([]);
    expect(endings("\r")).toEqual([[0, "CR"]]);
  });

  test("cover every byte once", () => {
    fc.assert(
      fc.property(arbitraryText, (text) => {
        let at = 0;
        for (const line of eachLine(bytesOf(text))) {
          expect(line.offset).toBe(at);
          expect(text.slice(at, at + line.length)).not.toMatch(/[\r\n]/);
          at = nextLine(line);
        }
        expect(at).toBe(text.length);
      }),
    );
  });

  test("of a part know nothing of what stands outside of it", () => {
    expect([...eachLine(bytesOf("a\r\nb\r\nc"), 3, 5)]).toEqual([{ offset: 3, length: 1, ending: "CR" }]);
  });

  test("of a dialogue end with LF", () => {
    expect(readLine(bytesOf("a\rb\r\nc"), 0)).toEqual({ offset: 0, length: 3, ending: "CRLF" });
    expect(readLine(bytesOf("a\rb\r\nc\n"), 5)).toEqual({ offset: 5, length: 1, ending: "LF" });
    expect(readLine(bytesOf("a\r"), 0)).toBeNull();
  });
});

describe("what is wrong with a line", () => {
  const problemsOf = (text: string) => {
    const problems = new ProblemsByKind<LineProblem>();
    const bytes = bytesOf(text);
    for (const line of eachLine(bytes)) noteLine(bytes, line, { bytes: 10, clause: "RFC 5321 4.5.3.1" }, problems);
    return problems.list.map(({ kind, offset, length }) => [kind, offset, length]);
  };

  test.each<[string, unknown[]]>([
    ["12345678\r\n", []],
    ["123456789\r\n", [["long-line", 0, 9]]],
    ["ok\r\na\n", [["bare-lf", 5, 1]]],
    ["a\rb\r\n", [["bare-cr", 1, 1]]],
    ["a\r\nb\xc3\xa9\r\n\xe9\r\n", [["eight-bit", 4, 1]]],
  ])("%j", (text, expected) => expect(problemsOf(text)).toEqual(expected));

  test("of each kind the first is kept, and one kind hides no other", () => {
    expect(problemsOf("a\n\xe9\nb\rc\nd")).toEqual([
      ["bare-lf", 1, 1],
      ["eight-bit", 2, 1],
      ["bare-cr", 5, 1],
    ]);
  });
});
