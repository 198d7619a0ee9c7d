import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { readMessage } from "./message.js";

const read = (text: string) => readMessage(Buffer.from(text, "latin1"));
const kinds = (text: string) => read(text).problems.map(({ kind, offset, length }) => [kind, offset, length]);

describe("a message", () => {
  test("has fields, a blank line and a body", () => {
    expect(read("Subject: a\r\n b\r\nTo:c@d\r\n\r\nhi\r\n")).toEqual({
      fields: [
        { name: "Subject", value: "a b", raw: " a\r\n b", offset: 0, length: 14, valueOffset: 9 },
        { name: "To", value: "c@d", raw: "c@d", offset: 16, length: 6, valueOffset: 19 },
      ],
      body: Buffer.from("hi\r\n"),
      bodyOffset: 26,
      hasBlankLine: true,
      problems: [],
    });
  });

  test("may have no header, or no body", () => {
    expect(read("\r\nhi")).toMatchObject({ fields: [], bodyOffset: 2, hasBlankLine: true, problems: [] });
    expect(read("A: b\r\n\r\n")).toMatchObject({ fields: [{ name: "A" }], bodyOffset: 8, hasBlankLine: true, body: Buffer.alloc(0) });
    expect(read("A:\r\n b\r\n\r\n")).toMatchObject({ fields: [{ name: "A", value: "b", valueOffset: 5 }] });
  });

  test("without a blank line has a body from the first line on that is no field", () => {
    expect(read("A: b\r\nhello\r\n\r\nx")).toMatchObject({ fields: [{ name: "A" }], bodyOffset: 6, hasBlankLine: false });
    expect(read("A: b\r\nhello\r\n\r\nx").body.toString()).toBe("hello\r\n\r\nx");
    expect(read("A: b\r\nnote: c\r\n")).toMatchObject({ fields: [{ name: "A" }, { name: "note" }], hasBlankLine: false, bodyOffset: 15 });
    expect(read("A: b\r\nhello you: c\r\n")).toMatchObject({ fields: [{ name: "A" }], bodyOffset: 6 });
  });

  test.each<[string, unknown[]]>([
    ["", [["no-blank-line", 0, 0]]],
    ["A: b\r\n", [["no-blank-line", 6, 0]]],
    ["A: b\r\nhello\r\n", [["no-blank-line", 6, 5]]],
    ["A : b\r\n\r\n", [["space-before-colon", 1, 1]]],
    [
      " A: b\r\n\r\n",
      [
        ["bad-fold", 0, 5],
        ["no-blank-line", 0, 5],
      ],
    ],
    ["A: b\r\n \r\nC: d\r\n\r\n", [["bad-fold", 6, 1]]],
    ["A: b\n\n", [["bare-lf", 4, 1]]],
    ["A: b\rc\r\n\r\n", [["bare-cr", 4, 1]]],
    ["A: \xe9\r\n\r\n\xe9", [["eight-bit", 3, 1]]],
    [`A: ${"b".repeat(995)}\r\n\r\n`, []],
    [`A: ${"b".repeat(996)}\r\n\r\n`, [["long-line", 0, 999]]],
  ])("%j", (text, expected) => expect(kinds(text)).toEqual(expected));

  test("is read as it was meant, with the place of every part", () => {
    const name = fc.stringMatching(/^[A-Za-z-]{1,8}$/);
    const words = fc.array(fc.stringMatching(/^[!-~]{1,6}$/), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(fc.tuple(name, words)), fc.string(), fc.constantFrom(" ", "\r\n ", "\r\n\t"), (fields, body, space) => {
        const text = `${fields.map(([field, value]) => `${field}: ${value.join(space)}\r\n`).join("")}\r\n`;
        const bytes = Buffer.concat([Buffer.from(text, "latin1"), Buffer.from(body)]);
        const message = readMessage(bytes);
        expect(message).toMatchObject({ problems: [], hasBlankLine: true, bodyOffset: text.length, body: Buffer.from(body) });
        expect(message.fields.map(({ name: field, value }) => [field, value])).toEqual(
          fields.map(([field, value]) => [field, value.join(space.replace("\r\n", ""))]),
        );
        for (const { name: field, raw, offset, length } of message.fields) expect(text.slice(offset, offset + length)).toBe(`${field}:${raw}`);
      }),
    );
  });

  test("of any bytes is read, all of it", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("A", ":", " ", "\r", "\n", "\r\n", "\xe9") }), (text) => {
        const { bodyOffset, body } = read(text);
        expect(bodyOffset + body.length).toBe(text.length);
      }),
    );
  });

  test("with a header of megabytes is read in little time", () => {
    const started = performance.now();
    read(`A: b\r\n${" c\r\n".repeat(1 << 19)}\r\n`);
    read("A: b\r\n".repeat(1 << 18));
    read(`A${" ".repeat(1 << 21)}`);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
