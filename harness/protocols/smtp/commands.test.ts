import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { readCommand } from "./commands.js";

const read = (stream: string, at = 0) => readCommand(Buffer.from(stream, "latin1"), at);
const problemsOf = (line: string) => read(line)?.problems.map(({ kind, offset, length }) => [kind, offset, length]);

describe("a command line", () => {
  test("has a verb, an argument, a path and parameters", () => {
    expect(read("x\r\nmail From:<a@b.example> SIZE=12 body=8BITMIME SMTPUTF8\r\nQUIT\r\n", 3)).toEqual({
      raw: "mail From:<a@b.example> SIZE=12 body=8BITMIME SMTPUTF8\r\n",
      offset: 3,
      ending: "CRLF",
      verb: "MAIL",
      argument: "From:<a@b.example> SIZE=12 body=8BITMIME SMTPUTF8",
      path: { text: "<a@b.example>", offset: 13, brackets: true, spaceAfterColon: false, mailbox: "a@b.example" },
      parameters: [
        { keyword: "SIZE", value: "12" },
        { keyword: "BODY", value: "8BITMIME" },
        { keyword: "SMTPUTF8", value: null },
      ],
      problems: [],
      problem: null,
    });
  });

  test("ends with CRLF, with LF alone, or not at all", () => {
    expect(read("QUIT\r\n")).toMatchObject({ raw: "QUIT\r\n", ending: "CRLF" });
    expect(read("QUIT\nx")).toMatchObject({ raw: "QUIT\n", ending: "LF", verb: "QUIT" });
    expect(read("QUIT")).toMatchObject({ raw: "QUIT", ending: "none", verb: "QUIT" });
    expect(read("QUIT\r")).toMatchObject({ raw: "QUIT\r", ending: "none" });
    expect(read("QUIT\r\n", 6)).toBeNull();
  });

  test.each([
    "HELO a",
    "EHLO client.example.org",
    "EHLO [127.0.0.1]",
    "ehlo [IPv6:::1]",
    "MAIL FROM:<>",
    'MAIL FROM:<"a b>"@c.example>',
    "RCPT TO:<postmaster>",
    "RCPT TO:<@relay.example:a@b>",
    "RCPT TO:<a@[127.0.0.1]> NOTIFY=NEVER",
    "DATA",
    "RSET",
    "NOOP",
    "NOOP whatever",
    "VRFY a",
    "quit",
  ])("%s is right", (line) => expect(problemsOf(`${line}\r\n`)).toEqual([]));

  test.each<[string, unknown[]]>([
    ["QUIT\n", [["bare-lf", 4, 1]]],
    ["QUIT", [["unfinished", 4, 0]]],
    [
      "MAIL FROM:<a@b>\rRCPT TO:<c@d>\r\n",
      [
        ["bare-cr", 15, 1],
        ["bad-syntax", 15, 14],
      ],
    ],
    [
      "HELO \xe9\r\n",
      [
        ["eight-bit", 5, 1],
        ["bad-name", 5, 1],
      ],
    ],
    ["HELO\r\n", [["no-name", 4, 0]]],
    ["EHLO \r\n", [["no-name", 4, 0]]],
    ["HELO my_host\r\n", [["bad-name", 5, 7]]],
    ["HELO 127.0.0.1.\r\n", [["bad-name", 5, 10]]],
    ["EHLO [127.0.0.256]\r\n", [["bad-name", 5, 13]]],
    ["HELO a \r\n", [["trailing-space", 5, 2]]],
    ["MAIL FROM:a@b\r\n", [["no-brackets", 10, 3]]],
    ["MAIL FROM:<a@b\r\n", [["no-brackets", 10, 4]]],
    ["MAIL FROM: <a@b>\r\n", [["space-after-colon", 10, 1]]],
    ["MAIL FROM :<a@b>\r\n", [["bad-syntax", 9, 1]]],
    ["MAIL <a@b>\r\n", [["bad-syntax", 5, 5]]],
    ["MAIL FROM:<a b@c>\r\n", [["bad-path", 10, 7]]],
    ["RCPT TO:<>\r\n", [["bad-path", 8, 2]]],
    ["RCPT TO:<a>\r\n", [["bad-path", 8, 3]]],
    ["RCPT TO:<a@b> \r\n", [["trailing-space", 13, 1]]],
    ["RCPT TO:<a@b>x\r\n", [["bad-syntax", 13, 1]]],
    ["MAIL FROM:<a@b> SIZE= X\r\n", [["bad-syntax", 16, 5]]],
    ["DATA x\r\n", [["surplus-argument", 5, 1]]],
    ["QUIT \r\n", [["trailing-space", 4, 1]]],
    [".\r\n", [["unknown-verb", 0, 1]]],
    ["\r\n", [["unknown-verb", 0, 0]]],
    ["HELO\ta\r\n", [["unknown-verb", 0, 6]]],
    [`NOOP ${"a".repeat(505)}\r\n`, []],
    [`NOOP ${"a".repeat(506)}\r\n`, [["long-line", 0, 511]]],
  ])("%j is wrong", (line, expected) => expect(problemsOf(line)).toEqual(expected));

  test("whatever it is, it is read to its end, and what is wrong lies within it", () => {
    const piece = fc.constantFrom("MAIL FROM:", "RCPT TO:", "HELO", " ", "<", ">", "a@b", '"', "\\", "=", "\r", "\n", "\xe9", "[", "]");
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const stream = pieces.join("");
        const raws: string[] = [];
        for (let at = 0, command = read(stream, 0); command !== null; at += command.raw.length, command = read(stream, at)) {
          raws.push(command.raw);
          expect(command.offset).toBe(at);
          for (const { offset, length } of command.problems) {
            expect(offset).toBeGreaterThanOrEqual(at);
            expect(offset + length).toBeLessThanOrEqual(at + command.raw.length);
          }
        }
        expect(raws.join("")).toBe(stream);
      }),
    );
  });

  test("of a megabyte is read in little time", () => {
    for (const char of ["a", "<", '"', "\\", ".", "-", " "]) {
      const started = performance.now();
      for (const start of ["HELO ", "MAIL FROM:<", "RCPT TO:", ""]) read(`${start}${char.repeat(1 << 20)}\r\n`);
      expect(performance.now() - started).toBeLessThan(5000);
    }
  });
});
