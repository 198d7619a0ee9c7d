import { expect, test } from "@jest/globals";
import { parseMediaType } from "./media-type.js";

test("type, subtype and parameters", () => {
  expect(parseMediaType('Text/HTML; Charset="UTF-8"; q=a;q=b')).toEqual({
    ...{ type: "text", subtype: "html", charset: "utf-8" },
    parameters: new Map([
      ["charset", "UTF-8"],
      ["q", "a"],
    ]),
  });
  expect(parseMediaType("image/svg+xml")).toEqual({ type: "image", subtype: "svg+xml", charset: null, parameters: new Map() });
  expect(parseMediaType('a/b;c="x\\"y;"')?.parameters.get("c")).toBe('x"y;');
  expect(parseMediaType("text/html;")).not.toBeNull();
  expect(parseMediaType("text/html ; ; charset=x ")?.charset).toBe("x");
});

test.each([
  "",
  "text",
  "text/",
  "/html",
  "text/html charset=x",
  "text /html",
  "text/html; charset",
  "text/html; charset =x",
  'text/html; a="b',
  "text/html, a/b",
])("%j is none", (text) => expect(parseMediaType(text)).toBeNull());

test("megabytes of one are read, or refused", () => {
  const long = "a".repeat(5_000_000);
  expect(parseMediaType(`text/${long}; b="${long}"`)?.parameters.get("b")).toHaveLength(5_000_000);
  expect(parseMediaType(`text/html; b="${long}`)).toBeNull();
});
