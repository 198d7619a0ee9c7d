import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { toBinary } from "../../text/bytes.js";
import { percentDecode } from "./percent-decode.js";

test("every byte, in either case; once", () => {
  expect(percentDecode("/a%20b%2F%2f%00%ff%C3%A9%2525+")).toBe("/a b//\0\xff\xc3\xa9%25+");
});

test.each(["%", "a%2", "%2g", "%%20"])("%j is none", (text) => expect(percentDecode(text)).toBeNull());

test("what encodeURIComponent makes is decoded", () => {
  fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => expect(percentDecode(encodeURIComponent(text))).toBe(toBinary(Buffer.from(text)))));
});
