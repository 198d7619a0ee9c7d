import { expect, test } from "@jest/globals";
import { earlierExchanges, requiredNames } from "./earlier-exchanges.js";
import { received, sent, transcript } from "./test-records.js";

const lines = ["GET /files/a HTTP/1.1", "DELETE /files/a HTTP/1.1", "GET /files/other HTTP/1.1", "GET /files/a HTTP/1.1"];
const { events } = transcript(lines.flatMap((line) => [sent(`${line}\r\n\r\n`), received("HTTP/1.1 200 OK\r\n\r\n")]));
const labels = ["before", "deleted", "other", "deleted-then"];
const view = { exchanges: Object.fromEntries(labels.map((label, i) => [label, { events: [2 * i + 1, 2 * i + 2] }])) };
const earlier = (required: string[], path = ["exchanges", "deleted-then", "status"], own = [7, 8]) =>
  earlierExchanges(events, view, path, own, new Set(required));

test("a request builds upon an earlier one that names the same thing", () => {
  expect(earlier([])).toEqual([3, 4]);
  expect(earlier(["before"])).toEqual([1, 2, 3, 4]);
});

test("nothing comes before the first, nor before what is no exchange", () => {
  expect(earlier([], ["exchanges", "before"], [1, 2])).toEqual([]);
  expect(earlier([], ["found", "a"], [7, 8])).toEqual([]);
});

test("how it ended is told only of one that was not answered", () => {
  const end = { type: "end" as const, socket: 1, direction: "received" };
  const record = transcript([sent("PUT /file HTTP/1.1"), end, sent("GET /file HTTP/1.1"), received("404"), end]).events;
  const seen = { exchanges: { put: { events: [1, 2] }, get: { events: [3, 4, 5] }, again: { events: [6] } } };
  expect(earlierExchanges(record, seen, ["exchanges", "get"], [3, 4, 5], new Set())).toEqual([1, 2]);
});

test("names that a schema requires, at any depth", () => {
  expect([...requiredNames({ required: ["a"], properties: { a: { required: ["b"] } } })]).toEqual(["a", "b"]);
});
