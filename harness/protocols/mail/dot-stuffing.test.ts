import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { findTerminator, streamOffset, stuff, unstuff } from "./dot-stuffing.js";

const bytesOf = (text: string) => Buffer.from(text, "latin1");
const read = (stream: string, at = 0) => unstuff(bytesOf(stream), at);
const contentOf = (stream: string) => read(stream).content.toString("latin1");
const kinds = (stream: string) => read(stream).problems.map(({ kind, offset }) => [kind, offset]);
const arbitraryLines = fc.array(fc.string({ unit: fc.constantFrom(".", "a", " "), maxLength: 5 }));

describe("stuffed text", () => {
  test("comes back as it was", () => {
    fc.assert(
      fc.property(arbitraryLines, fc.string(), (lines, after) => {
        const text = lines.map((line) => `${line}\r\n`).join("");
        const stuffed = stuff(text);
        const found = unstuff(Buffer.from(stuffed + after), 0);
        expect(found).toMatchObject({ offset: 0, length: stuffed.length, terminated: true, problems: [] });
        expect(found.content.toString("latin1")).toBe(text);
      }),
    );
  });

  test("tells where every byte of the content stood", () => {
    fc.assert(
      fc.property(arbitraryLines, (lines) => {
        const text = lines.map((line) => `${line}\r\n`).join("");
        const stream = `DATA\r\n${stuff(text)}`;
        const found = read(stream, 6);
        for (let at = 0; at < text.length; at++) expect(stream[streamOffset(found, at)]).toBe(text[at]);
      }),
    );
  });

  test("ends at CRLF . CRLF and nowhere before", () => {
    expect(read("a\r\n.\r\n.\r\n")).toMatchObject({ length: 6, terminated: true, raw: bytesOf("a\r\n") });
    expect(read(".\r\nQUIT\r\n")).toMatchObject({ length: 3, terminated: true, content: Buffer.alloc(0) });
    for (const stream of ["a\n.\n", "a\n.\r\n", "a\r\n.\n", "a\r.\r", "a\r\n.\r", "a\r\n..\r\n"])
      expect(read(stream)).toMatchObject({ terminated: false, length: stream.length });
  });

  test("is found however it comes", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("\r", "\n", "."), maxLength: 12 }), (stream) => {
        const bytes = bytesOf(stream);
        let found: number | null = null;
        for (let searched = 0, length = 1; length <= bytes.length && found === null; length++) {
          found = findTerminator(bytes.subarray(0, length), 0, Math.max(0, searched - 4));
          searched = length;
        }
        expect(found).toBe(findTerminator(bytes, 0));
      }),
      { numRuns: 1000 },
    );
  });

  test("has its dots removed after CRLF alone", () => {
    expect(contentOf("..\r\n...a\r\nb\r\n.c\r\n.\r\n")).toBe(".\r\n..a\r\nb\r\nc\r\n");
    expect(read("a\r\n..b\r\n..\r\n.\r\n").unstuffedAt).toEqual([3, 7]);
    expect(contentOf("a\n..b\r\n.\r\n")).toBe("a\n..b\r\n");
  });
});

describe("what is wrong with stuffed text", () => {
  test.each<[string, unknown[]]>([
    [
      "a\n.\nQUIT\n",
      [
        ["bare-lf", 1],
        ["false-terminator", 2],
      ],
    ],
    [
      "a\r\n.\nb\r\n.\r\n",
      [
        ["false-terminator", 3],
        ["bare-lf", 4],
      ],
    ],
    ["a\r\nb.\r\nQUIT\r\n", [["glued-terminator", 4]]],
    ["a\r\nb.\r\n", [["glued-terminator", 4]]],
    ["a\r\nb.\r\n.\r\n", []],
    ["a\r\r\n.\r\n", [["bare-cr", 1]]],
    ["\xe9\r\n.\r\n", [["eight-bit", 0]]],
    ["a\r\n", []],
  ])("%j", (stream, expected) => expect(kinds(stream)).toEqual(expected));

  test("a line may have 998 characters, and a dot more that was stuffed", () => {
    expect(kinds(stuff(`.${"a".repeat(997)}`))).toEqual([]);
    expect(kinds(stuff("a".repeat(998)))).toEqual([]);
    expect(kinds(stuff(`\r\n${"a".repeat(999)}`))).toEqual([["long-line", 2]]);
  });

  test("much of it is read in little time", () => {
    const started = performance.now();
    expect(unstuff(Buffer.from(".\n".repeat(1 << 20))).terminated).toBe(false);
    expect(unstuff(Buffer.from(`${"..a\r\n".repeat(1 << 20)}.\r\n`)).unstuffedAt).toHaveLength(1 << 20);
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});
