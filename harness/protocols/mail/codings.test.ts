import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { decodeBase64 } from "./base64.js";
import { decodeEncodedWords } from "./encoded-word.js";
import { decodeQuotedPrintable } from "./quoted-printable.js";

const bytesOf = (text: string) => Buffer.from(text, "latin1");
const kindsOf = ({ problems }: { problems: { kind: string; offset: number }[] }) => problems.map(({ kind, offset }) => [kind, offset]);

describe("quoted-printable", () => {
  test.each<[string, string]>([
    ["a=\r\nb\r\n", "ab\r\n"],
    ["caf=C3=A9", "caf\xc3\xa9"],
    ["=3D=20\r\n", "= \r\n"],
    ["\t a", "\t a"],
    ["", ""],
  ])("%j is right", (body, expected) => {
    const decoded = decodeQuotedPrintable(bytesOf(body));
    expect([decoded.bytes.toString("latin1"), decoded.problems]).toEqual([expected, []]);
  });

  test.each<[string, string, unknown[]]>([
    ["=c3", "\xc3", [["lower-case", 0]]],
    ["a=zz=4", "a=zz=4", [["bad-escape", 1]]],
    ["a \t\r\nb= \r\nc", "a\r\nbc", [["trailing-space", 1]]],
    ["a\xe9", "a\xe9", [["bad-character", 1]]],
    ["a=", "a", [["last-soft-break", 1]]],
    [`${"a".repeat(76)}\r\n`, `${"a".repeat(76)}\r\n`, []],
    [`${"a".repeat(76)}=\r\n`, "a".repeat(76), [["long-line", 0]]],
  ])("%j is wrong", (body, expected, problems) => {
    const decoded = decodeQuotedPrintable(bytesOf(body));
    expect([decoded.bytes.toString("latin1"), kindsOf(decoded)]).toEqual([expected, problems]);
  });

  test("of any bytes comes back as it was", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const escaped = [...bytes].map((byte) => `=${byte.toString(16).toUpperCase().padStart(2, "0")}`);
        const lines = Array.from({ length: Math.ceil(escaped.length / 25) }, (_, line) => escaped.slice(line * 25, line * 25 + 25).join(""));
        expect(decodeQuotedPrintable(bytesOf(lines.join("=\r\n")))).toEqual({ bytes: Buffer.from(bytes), problems: [] });
      }),
    );
  });
});

describe("base64", () => {
  const linesOf = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64").replace(/.{76}/g, "$&\r\n");

  test("of any bytes comes back as it was", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(decodeBase64(bytesOf(linesOf(bytes)))).toEqual({ bytes: Buffer.from(bytes), problems: [] });
      }),
    );
  });

  test.each<[string, string, unknown[]]>([
    ["aGk", "hi", [["bad-padding", 3]]],
    ["aGk=aGk=", "hi", [["bad-padding", 3]]],
    ["aGk===", "hi", [["bad-padding", 3]]],
    ["a", "", [["bad-padding", 1]]],
    ["a G k=", "hi", [["bad-character", 1]]],
    ["aGl=", "hi", [["stray-bits", 2]]],
    ["aGlo".repeat(20), "hih".repeat(20), [["long-line", 0]]],
  ])("%j is wrong", (body, expected, problems) => {
    const decoded = decodeBase64(bytesOf(body));
    expect([decoded.bytes.toString("latin1"), kindsOf(decoded)]).toEqual([expected, problems]);
  });
});

describe("encoded words", () => {
  test.each<[string, string]>([
    ["plain", "plain"],
    ["=?utf-8?Q?caf=C3=A9?=", "café"],
    ["=?UTF-8?b?Y2Fmw6k=?=", "café"],
    ["=?iso-8859-1*fr?q?caf=E9_noir?=", "café noir"],
    ["=?us-ascii?Q?a_b?=", "a b"],
    ["Re: =?utf-8?Q?a?= =?utf-8?B?Yg==?= c =?utf-8?Q?d?=", "Re: ab c d"],
    ["=?utf-8?Q?a?=\t =?iso-8859-1?Q?=E9?=", "aé"],
    ["is 1=?2", "is 1=?2"],
    ["", ""],
  ])("%j is right", (value, text) => expect(decodeEncodedWords(value)).toEqual({ text, problems: [] }));

  test.each<[string, string, unknown[]]>([
    ["=?utf-8?Q?=C3?= =?utf-8?Q?=A9?=", "é", [["split", 0]]],
    ["=?utf-8?Q?=C3=A9?= =?utf-8?Q?=C3?= x", "=?utf-8?Q?=C3=A9?= =?utf-8?Q?=C3?= x", [["bad-charset", 19]]],
    ["=?utf-8?Q?a b?=", "=?utf-8?Q?a b?=", [["bad-word", 0]]],
    ["=?utf-8?Q?=zz?=", "=?utf-8?Q?=zz?=", [["bad-word", 0]]],
    ["=?utf-8?B?a?=", "=?utf-8?B?a?=", [["bad-word", 0]]],
    ["=?klingon?Q?a?=", "=?klingon?Q?a?=", [["bad-charset", 0]]],
    ["a=?utf-8?Q?b?=", "ab", [["glued", 1]]],
    ["=?utf-8?Q?a?==?utf-8?Q?b?=", "ab", [["glued", 0]]],
    [`=?utf-8?Q?${"a".repeat(64)}?=`, "a".repeat(64), [["long-word", 0]]],
    [`=?utf-8?Q?${"a".repeat(63)}?=`, "a".repeat(63), []],
  ])("%j", (value, text, problems) => {
    const decoded = decodeEncodedWords(value);
    expect([decoded.text, kindsOf(decoded)]).toEqual([text, problems]);
  });

  test("of any text come back as they were", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme", maxLength: 4 }), { maxLength: 4 }), fc.boolean(), (texts, asQ) => {
        const words = texts.map((text) => {
          const bytes = Buffer.from(text);
          const q = [...bytes].map((byte) => `=${byte.toString(16).padStart(2, "0")}`).join("");
          return asQ ? `=?utf-8?q?${q}?=` : `=?utf-8?B?${bytes.toString("base64")}?=`;
        });
        const decoded = decodeEncodedWords(words.join(" "));
        expect(decoded.text).toBe(texts.join(""));
        expect(decoded.problems.filter(({ kind }) => kind !== "long-word")).toEqual([]);
      }),
    );
  });

  test("any value is read", () => {
    const piece = fc.constantFrom("=?", "?=", "?", "utf-8", "Q", "B", "a", "=", " ", "\xe9");
    fc.assert(fc.property(fc.array(piece), (pieces) => void decodeEncodedWords(pieces.join(""))));
  });

  test("of a megabyte are read in little time", () => {
    const started = performance.now();
    for (const text of ["=?", "=?a", "=?utf-8?Q?a?= ", "=?utf-8?Q?", " "]) decodeEncodedWords(text.repeat(100_000));
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
