import { describe, expect, test } from "@jest/globals";
import { readMessage } from "./message.js";
import { decodedText } from "./mime.js";

const MIME = "MIME-Version: 1.0\r\n";
const textOf = (text: string) => decodedText(readMessage(Buffer.from(text, "latin1")));
const kinds = (text: string) => textOf(text).problems.map(({ kind, offset }) => [kind, offset]);

describe("the text of a message", () => {
  test("without fields of MIME is us-ascii", () => {
    expect(textOf("A: b\r\n\r\nhi\r\n")).toEqual({ text: "hi\r\n", charset: "us-ascii", encoding: "7bit", isPart: false, problems: [] });
    expect(textOf("A: b\r\n\r\n\xe9")).toMatchObject({ text: null, problems: [{ kind: "bad-charset", offset: 8 }] });
  });

  test.each([
    ["Content-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: Quoted-Printable\r\n\r\ncaf=C3=A9\r\n", "quoted-printable"],
    ['Content-Type: text/plain;\r\n charset="utf-8"\r\nContent-Transfer-Encoding: base64\r\n\r\nY2Fmw6kNCg==\r\n', "base64"],
    ["Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit (eight)\r\n\r\ncaf\xc3\xa9\r\n", "8bit"],
  ])("%j", (rest, encoding) => expect(textOf(MIME + rest)).toEqual({ text: "café\r\n", charset: "utf-8", encoding, isPart: false, problems: [] }));

  test("of a multipart message is that of its first text/plain part", () => {
    const inner = "--in\r\nContent-Type: text/html\r\n\r\n<p>\r\n--in\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nhi\r\n\r\n--in--\r\n";
    const text = `${MIME}Content-Type: multipart/mixed; boundary="i"\r\n\r\npreamble\r\n--i\r\nContent-Type: multipart/alternative; boundary=in\r\n\r\n${inner}--i \r\n\r\nother\r\n--i--\r\n`;
    expect(textOf(text)).toEqual({ text: "hi\r\n", charset: "utf-8", encoding: "7bit", isPart: true, problems: [] });
  });

  test.each<[string, unknown[]]>([
    ["Content-Type: text/plain\r\n\r\nhi", [["no-mime-version", 0]]],
    [`${MIME}Content-Type: text\r\n\r\nhi`, [["bad-content-type", 19]]],
    [`${MIME}Content-Transfer-Encoding: utf-8\r\n\r\nhi`, [["unknown-encoding", 55]]],
    [`${MIME}Content-Transfer-Encoding: base64\r\n\r\naGk`, [["bad-padding", 59]]],
    [`${MIME}Content-Type: text/html\r\n\r\nhi`, [["no-text", 46]]],
    [`${MIME}Content-Type: text/plain; charset=utf-8\r\n\r\n\xe9`, [["bad-charset", 62]]],
    [
      `${MIME}Content-Type: multipart/mixed\r\n\r\n`,
      [
        ["bad-content-type", 52],
        ["no-text", 52],
      ],
    ],
    [`${MIME}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nhi`, [["not-closed", 73]]],
  ])("%j", (text, expected) => expect(kinds(text)).toEqual(expected));

  test("with parts within parts without end is read in little time", () => {
    const part = "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n";
    const started = performance.now();
    textOf(MIME + part.repeat(20_000));
    textOf(`${MIME}Content-Type: multipart/mixed; boundary=b\r\n\r\n${"--b\r\n".repeat(200_000)}`);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
