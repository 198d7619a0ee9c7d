import { expect, test } from "@jest/globals";
import { formatRequest } from "./format-request.js";

test("exactly what is asked for", () => {
  expect(formatRequest({ method: "GET", target: "/" })).toEqual(Buffer.from("GET / HTTP/1.1\r\n\r\n"));
  const parts = {
    method: "PUT",
    target: "/a b",
    version: "HTTP/1.0",
    fields: [
      ["Host ", "a"],
      ["", "b"],
    ] as const,
    body: Buffer.from([0, 255]),
  };
  expect(formatRequest(parts)).toEqual(Buffer.from("PUT /a b HTTP/1.0\r\nHost : a\r\n: b\r\n\r\n\0\xff", "latin1"));
});

test("text that was not encoded is refused", () => {
  expect(() => formatRequest({ method: "GET", target: "/€" })).toThrow(RangeError);
});
