import { describe, expect, test } from "@jest/globals";
import { parseRequests } from "./requests.js";

const parse = (text: string) => parseRequests(Buffer.from(text, "latin1"));
const HOST = "Host: a\r\n";

test("requests on one connection, with the place of every part", () => {
  const { requests, surplus } = parse(`GET /a?b HTTP/1.1\r\n${HOST}\r\nPOST /c HTTP/1.0\r\nContent-Length: 2\r\n\r\nhi`);
  expect(surplus).toBeNull();
  expect(requests).toEqual([
    {
      ...{ method: "GET", target: "/a?b", form: "origin", version: "1.1", offset: 0, length: 30, framing: "none", body: Buffer.alloc(0), bodyOffset: 30 },
      ...{ fields: [{ name: "Host", value: "a", offset: 19, length: 7, valueOffset: 25 }], trailers: [], complete: true, problem: null, brokenOff: null },
    },
    {
      ...{
        method: "POST",
        target: "/c",
        form: "origin",
        version: "1.0",
        offset: 30,
        length: 41,
        framing: "content-length",
        body: Buffer.from("hi"),
        bodyOffset: 69,
      },
      ...{
        fields: [{ name: "Content-Length", value: "2", offset: 48, length: 17, valueOffset: 64 }],
        trailers: [],
        complete: true,
        problem: null,
        brokenOff: null,
      },
    },
  ]);
});

test.each([
  ["GET", "/", "origin"],
  ["GET", "http://a.example/b", "absolute"],
  ["GET", "//a", "origin"],
  ["CONNECT", "a.example:443", "authority"],
  ["CONNECT", "[::1]:443", "authority"],
  ["OPTIONS", "*", "asterisk"],
])("%s %s has the form %s", (method, target, form) => {
  expect(parse(`${method} ${target} HTTP/1.1\r\n\r\n`).requests).toMatchObject([{ method, target, form, problem: null }]);
});

describe("what is wrong, but can be read on from", () => {
  test.each<[line: string, offset: number, length: number, what: RegExp, clause: string]>([
    ["GET  / HTTP/1.1", 3, 2, /method is not followed by exactly one space/, "RFC 9112 3"],
    ["GET\t/ HTTP/1.1", 3, 1, /method is not followed by exactly one space/, "RFC 9112 3"],
    ["GET /  HTTP/1.1", 5, 2, /target is not followed by exactly one space/, "RFC 9112 3"],
    ["GET / HTTP/1.1 ", 14, 1, /whitespace stands after the version/, "RFC 9112 3"],
    ["GET HTTP/1.1", 4, 0, /no target/, "RFC 9112 3"],
    ["G@T / HTTP/1.1", 0, 3, /method holds/, "RFC 9110 9.1"],
    ["GET /a b HTTP/1.1", 6, 1, /percent-encoded/, "RFC 9112 3.2"],
    ["GET /\xe9 HTTP/1.1", 5, 1, /percent-encoded/, "RFC 9112 3.2"],
    ["GET /a%zz HTTP/1.1", 6, 1, /percent-encoded/, "RFC 9112 3.2"],
    ["GET /a#b HTTP/1.1", 6, 1, /percent-encoded/, "RFC 9112 3.2"],
    ["GET a.txt HTTP/1.1", 4, 5, /none of the forms/, "RFC 9112 3.2"],
    ["GET * HTTP/1.1", 4, 1, /none of the forms/, "RFC 9112 3.2"],
    ["CONNECT /a HTTP/1.1", 8, 2, /none of the forms/, "RFC 9112 3.2"],
    ["GET / http/1.1", 6, 4, /capitals/, "RFC 9112 2.3"],
    ["GET / HTTP/2.0", 11, 3, /version/, "RFC 9112 2.3"],
    ["GET / HTTP/1", 11, 1, /version/, "RFC 9112 2.3"],
  ])("%j", (line, offset, length, what, clause) => {
    const { requests, surplus } = parse(`${line}\r\n${HOST}\r\nGET / HTTP/1.1\r\n${HOST}\r\n`);
    expect(requests).toMatchObject([
      { complete: true, problem: { offset, length, what: expect.stringMatching(what) as unknown, clause } },
      { complete: true, problem: null },
    ]);
    expect(surplus).toBeNull();
  });

  test("a target keeps the spaces in it", () => {
    expect(parse("GET  /a b\tc  HTTP/1.1\r\n\r\n").requests[0]).toMatchObject({ method: "GET", target: "/a b\tc", form: null });
  });

  test("an empty line before the request", () => {
    expect(parse("\r\nGET / HTTP/1.1\r\n\r\n").requests).toMatchObject([{ offset: 2, complete: true, problem: { offset: 0, length: 2 } }]);
  });
});

describe("what cannot be read on from", () => {
  test.each([
    ["GET /\r\n\r\n", 0, /no request line/],
    ["hello\r\n", 0, /no request line/],
    [" GET / HTTP/1.1\r\n", 0, /no request line/],
    ["POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\nxyz", 44, /chunked is not the last/],
    ["POST / HTTP/1.1\r\nContent-Length: x\r\n\r\nxyz", 38, /decimal digits/],
    ["POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", 47, /hexadecimal/],
  ])("%j", (text, read, what) => {
    const { requests, surplus } = parse(text);
    expect(requests).toMatchObject([{ complete: false, length: read, brokenOff: { what: expect.stringMatching(what) as unknown } }]);
    expect(surplus).toMatchObject({ offset: read, length: text.length - read, what: requests[0]?.brokenOff?.what });
  });
});

test.each([
  ["GET / HT", "the request line is not complete"],
  ["GET / HTTP/1.1\r\nHost: a\r\n", "the empty line that ends the header section is missing"],
  ["POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nhel", "the body ends after 3 of 5 bytes"],
])("%j is cut off", (text, what) => {
  expect(parse(text)).toMatchObject({ requests: [{ complete: false, problem: { offset: text.length, length: 0, what } }], surplus: null });
});

test("chunked, with trailers", () => {
  const { requests } = parse("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\nA: b\r\n\r\n");
  expect(requests).toMatchObject([{ framing: "chunked", body: Buffer.from("hi"), trailers: [{ name: "A" }], complete: true, problem: null }]);
});

test("an empty line at the end is surplus", () => {
  expect(parse("GET / HTTP/1.1\r\n\r\n\r\n")).toMatchObject({ requests: [{ problem: null }], surplus: { offset: 18, length: 2 } });
});
