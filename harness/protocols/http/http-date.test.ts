import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { formatHttpDate, parseHttpDate } from "./http-date.js";

const EXAMPLE_MS = Date.UTC(1994, 10, 6, 8, 49, 37);

test.each([
  ["Sun, 06 Nov 1994 08:49:37 GMT", "imf-fixdate"],
  ["Sunday, 06-Nov-94 08:49:37 GMT", "rfc850"],
  ["Sun Nov  6 08:49:37 1994", "asctime"],
])("%s", (text, form) => {
  expect(parseHttpDate(text)).toEqual({ ms: EXAMPLE_MS, form, problem: null });
});

test("two digits of a year are of the century that the weekday tells", () => {
  expect(parseHttpDate("Thursday, 06-Nov-25 08:49:37 GMT").ms).toBe(Date.UTC(2025, 10, 6, 8, 49, 37));
  expect(parseHttpDate("Friday, 06-Nov-25 08:49:37 GMT").ms).toBe(Date.UTC(1925, 10, 6, 8, 49, 37));
});

test("leap days, leap seconds, early years", () => {
  expect(parseHttpDate("Tue, 29 Feb 2000 00:00:00 GMT").ms).toBe(Date.UTC(2000, 1, 29));
  expect(parseHttpDate("Sat, 31 Dec 2016 23:59:60 GMT").ms).toBe(Date.UTC(2017, 0, 1));
  expect(formatHttpDate(parseHttpDate("Wed, 05 Mar 0098 00:00:00 GMT").ms ?? 0)).toBe("Wed, 05 Mar 0098 00:00:00 GMT");
});

describe("is no date", () => {
  test.each([
    ["Mon, 06 Nov 1994 08:49:37 GMT", "that day is no Monday, but a Sunday"],
    ["Tuesday, 06-Nov-94 08:49:37 GMT", "that day is no Tuesday, but a Saturday or a Sunday"],
    ["Sun, 06 Nov 1994 08:49:37", /^the date does not end with GMT/],
    ["Sun, 06 Nov 1994 08:49:37 UTC", /^the time zone of the date is not GMT/],
    ["Sun, 06 Nov 1994 09:49:37 +0100", /^the time zone/],
    ["Sun, 6 Nov 1994 08:49:37 GMT", /^the day of the month has one digit/],
    ["Wed, 30 Feb 2000 00:00:00 GMT", "Feb has no day 30 in that year"],
    ["Sun, 00 Nov 1994 08:49:37 GMT", "Nov has no day 0 in that year"],
    ["Sun, 06 Nov 1994 24:00:00 GMT", /^the time is not between/],
    ["Sun, 06 nov 1994 08:49:37 GMT", /^the date is not of the form/],
    ["Sun, 06 Nov 1994 08:49:37 gmt", /^the date is not of the form/],
    [" Sun, 06 Nov 1994 08:49:37 GMT", /^the date is not of the form/],
    ["1994-11-06T08:49:37Z", /^the date is not of the form/],
    ["", /^the date is not of the form/],
  ])("%j", (text, problem) => {
    expect(parseHttpDate(text)).toMatchObject({ ms: null, problem: expect.stringMatching(problem) as unknown });
  });

  test("whatever the text", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => expect(parseHttpDate(text).ms).toBeNull()));
  });
});

test("what is formatted is read again, and as Date reads it", () => {
  fc.assert(
    fc.property(fc.integer({ min: Date.UTC(1900, 0, 1) / 1000, max: Date.UTC(9999, 11, 31) / 1000 }), (seconds) => {
      const text = formatHttpDate(seconds * 1000);
      expect(parseHttpDate(text)).toEqual({ ms: seconds * 1000, form: "imf-fixdate", problem: null });
      expect(Date.parse(text)).toBe(seconds * 1000);
    }),
  );
});
