import { expect, test } from "@jest/globals";
import { isPositive, readReplies } from "./replies.js";

test("replies of one line and of several, with their places", () => {
  expect(readReplies("220 a\r\n250-b\r\n250-\r\n250 550 c\r\n354\r\n")).toEqual([
    { code: 220, lines: ["a"], final: true, offset: 0, length: 7 },
    { code: 250, lines: ["b", "", "550 c"], final: true, offset: 7, length: 24 },
    { code: 354, lines: [""], final: true, offset: 31, length: 5 },
  ]);
});

test("a reply that breaks off", () => {
  expect(readReplies("220 a\r\n250-b\r\n25")).toMatchObject([{ code: 220 }, { code: 250, lines: ["b"], final: false, offset: 7, length: 9 }]);
  expect(readReplies("250 ok\r")).toEqual([{ code: 250, lines: [], final: false, offset: 0, length: 7 }]);
  expect(readReplies("")).toEqual([]);
});

test("only a whole reply below 400 is positive", () => {
  const [whole, refusal, cut] = readReplies("354 a\r\n450 b\r\n250-c\r\n");
  expect([whole, refusal, cut].map((reply) => isPositive(reply ?? null))).toEqual([true, false, false]);
  expect(isPositive(null)).toBe(false);
});
