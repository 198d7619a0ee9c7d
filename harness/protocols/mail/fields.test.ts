import { describe, expect, test } from "@jest/globals";
import { parseAddressList } from "./addresses.js";
import { parseMailDate } from "./date-time.js";
import { isMessageId } from "./message-id.js";

describe("a list of addresses", () => {
  test.each<[string, [string | null, string][] | null]>([
    ["a@b", [[null, "a@b"]]],
    ["<a@b>", [[null, "a@b"]]],
    [
      "Ann Lee <ann@a.example>, b@c.example",
      [
        ["Ann Lee", "ann@a.example"],
        [null, "b@c.example"],
      ],
    ],
    ['"Lee, \\"A\\"" <a@b>', [['Lee, "A"', "a@b"]]],
    ["=?utf-8?Q?caf=C3=A9?= <a@b>", [["=?utf-8?Q?caf=C3=A9?=", "a@b"]]],
    [
      "a@b (Ann (Lee)), (x) <c@[127.0.0.1]> (y)",
      [
        [null, "a@b"],
        [null, "c@[127.0.0.1]"],
      ],
    ],
    ['"a b"@c.example', [[null, '"a b"@c.example']]],
    [" a . b@c", null],
    ["a@b,", null],
    ["", null],
    ["a@b c@d", null],
    ["a@b; c@d", null],
    ["John Q. Public <a@b>", null],
    ["a..b@c", null],
    ["a@b\nBcc: x", null],
    ["Ann <a@b", null],
    ["caf\xe9 <a@b>", null],
    ["a@@b", null],
  ])("%j", (value, expected) => {
    expect(parseAddressList(value)).toEqual(expected?.map(([displayName, address]) => ({ displayName, address })) ?? null);
  });

  test("of any size is read", () => {
    for (const text of ['"'.repeat(70_000), `"${"\\a".repeat(30_000)}"@b`, "(".repeat(60_000), `${"a.".repeat(30_000)}a@b`]) {
      expect(() => parseAddressList(text)).not.toThrow();
    }
  });
});

describe("a date", () => {
  test.each<[string, string]>([
    ["Sun, 06 Nov 1994 08:49:37 +0000", "1994-11-06T08:49:37.000Z"],
    ["Sun, 6 Nov 1994 08:49:37 +0130", "1994-11-06T07:19:37.000Z"],
    ["6 Nov 1994 08:49 -0500 (EST)", "1994-11-06T13:49:00.000Z"],
    ["Sat, 28 Nov 2026  11:00:00 +0100", "2026-11-28T10:00:00.000Z"],
  ])("%s", (value, expected) => {
    const { ms, problem } = parseMailDate(value);
    expect([new Date(ms ?? NaN).toISOString(), problem]).toEqual([expected, null]);
  });

  test.each<[string, string]>([
    ["", "not of the form"],
    ["2026-11-28T11:00:00Z", "not of the form"],
    ["Nov 6 1994 08:49:37 +0000", "not of the form"],
    ["Sun, 06 Nov 1994 08:49:37", "not of the form"],
    ["Sun, 06 Nov 94 08:49:37 +0000", "not of the form"],
    ["Mon, 06 Nov 1994 08:49:37 +0000", "no Monday, but a Sunday"],
    ["31 Feb 2026 08:49:37 +0000", "no day 31"],
    ["06 Nov 1994 24:00:00 +0000", "time is not between"],
    ["06 Nov 1994 08:49:37 +0099", "minutes of the time zone"],
    [" ".repeat(1 << 20), "not of the form"],
  ])("%j is none", (value, problem) => {
    const date = parseMailDate(value);
    expect(date.ms).toBeNull();
    expect(date.problem).toContain(problem);
  });

  test("with a zone by name is obsolete", () => {
    const date = parseMailDate("Sun, 06 Nov 1994 08:49:37 GMT");
    expect(date.ms).toBe(Date.UTC(1994, 10, 6, 8, 49, 37));
    expect(date.problem).toContain("GMT");
  });
});

describe("a message identifier", () => {
  test.each(["<a@b>", "<1.2.3@host.example>", " <a@[127.0.0.1]> (x)"])("%s", (value) => expect(isMessageId(value)).toBe(true));
  test.each(["", "a@b", "<a>", "<a@b", "<a b@c>", "<a@b> <c@d>", "<a..b@c>", `<${"a.".repeat(1 << 20)}a@b>`])("%j is none", (value) =>
    expect(isMessageId(value)).toBe(false),
  );
});
