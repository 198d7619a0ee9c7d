import { expect, test } from "@jest/globals";
import { parseEntityTag } from "./entity-tag.js";

test("weak and strong", () => {
  expect(parseEntityTag('"a-1"')).toEqual({ weak: false, tag: "a-1" });
  expect(parseEntityTag('W/""')).toEqual({ weak: true, tag: "" });
});

test.each(["", "a", '"', '"a', 'w/"a"', 'W/ "a"', '"a b"', '"a"b"', '"a","b"', "*", "'a'"])("%j is none", (text) => expect(parseEntityTag(text)).toBeNull());
