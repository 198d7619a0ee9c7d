import { describe, expect, test } from "@jest/globals";
import type { Ending } from "./message.js";
import { parseResponses } from "./responses.js";

const parse = (text: string, methods: string | string[] = "GET", end: Ending = "fin") =>
  parseResponses(Buffer.from(text, "latin1"), Array.isArray(methods) ? methods : [methods], end);

/** The one response, which must be there. */
function one(text: string, method = "GET", end: Ending = "fin") {
  const [response] = parse(text, method, end).responses;
  if (response === undefined) throw new Error("no response");
  return response;
}

const OK = "HTTP/1.1 200 OK\r\n";
const EMPTY = `${OK}Content-Length: 0\r\n\r\n`;

test("a response, with the place of every part", () => {
  expect(parse(`${OK}Content-Length: 2\r\n\r\nhi`)).toEqual({
    responses: [
      {
        method: "GET",
        version: "1.1",
        status: 200,
        reason: "OK",
        offset: 0,
        length: 40,
        fields: [{ name: "Content-Length", value: "2", offset: 17, length: 17, valueOffset: 33 }],
        framing: "content-length",
        body: Buffer.from("hi"),
        bodyOffset: 38,
        trailers: [],
        interim: [],
        complete: true,
        problem: null,
        brokenOff: null,
        strayBody: null,
      },
    ],
    surplus: null,
    tunnelOffset: null,
  });
});

test("nothing is no response", () => {
  expect(parse("")).toEqual({ responses: [], surplus: null, tunnelOffset: null });
  expect(parse(EMPTY, ["GET", "GET"]).responses).toHaveLength(1);
});

describe("what is wrong, but can be read on from: a complete response, with a problem at its byte", () => {
  const headed = (lines: string) => `${OK}${lines}Content-Length: 2\r\n\r\nhi`;

  test.each<[name: string, text: string, offset: number, length: number, what: RegExp, clause: string]>([
    ["no space after the status code", "HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nhi", 12, 0, /^the space after the status code is missing/, "RFC 9112 4"],
    ["two spaces before it", "HTTP/1.1  200 OK\r\nContent-Length: 2\r\n\r\nhi", 8, 2, /exactly one space/, "RFC 9112 4"],
    ["a tab after it", "HTTP/1.1 200\tOK\r\nContent-Length: 2\r\n\r\nhi", 12, 1, /a tab/, "RFC 9112 4"],
    ["small letters", "http/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", 0, 4, /capitals/, "RFC 9112 2.3"],
    ["a version of one number", "HTTP/1 200 OK\r\nContent-Length: 2\r\n\r\nhi", 5, 1, /version/, "RFC 9112 2.3"],
    ["another major version", "HTTP/2.0 200 OK\r\nContent-Length: 2\r\n\r\nhi", 5, 3, /version/, "RFC 9112 2.3"],
    ["status 600", "HTTP/1.1 600 OK\r\nContent-Length: 2\r\n\r\nhi", 9, 3, /100 and 599/, "RFC 9110 15"],
    ["a control character in the reason", "HTTP/1.1 200 O\0K\r\nContent-Length: 2\r\n\r\nhi", 14, 1, /control/, "RFC 9112 4"],
    ["bare LF after the status line", "HTTP/1.1 200 OK\nContent-Length: 2\r\n\r\nhi", 15, 1, /LF alone/, "RFC 9112 2.2"],
    ["bare LF after a field", headed("A: b\n"), 21, 1, /LF alone/, "RFC 9112 2.2"],
    ["bare LF for the empty line", `${OK}Content-Length: 2\r\n\nhi`, 36, 1, /LF alone/, "RFC 9112 2.2"],
    ["a CR within a line", headed("A: b\rc\r\n"), 21, 1, /CR/, "RFC 9112 2.2"],
    ["a space before the colon", headed("A : b\r\n"), 18, 1, /^the field name is followed by a space before the colon$/, "RFC 9112 5.1"],
    ["a tab before the colon", headed("A\t: b\r\n"), 18, 1, /followed by a tab/, "RFC 9112 5.1"],
    ["a space in the name", headed("A B: c\r\n"), 17, 3, /character/, "RFC 9110 5.1"],
    ["no colon", headed("hello\r\n"), 17, 5, /no colon/, "RFC 9112 5"],
    ["no name", headed(": b\r\n"), 17, 1, /no field name/, "RFC 9112 5"],
    ["a folded value", headed("A: b\r\n c\r\n"), 23, 2, /folded/, "RFC 9112 5.2"],
    ["whitespace before the first field", headed(" A: b\r\n"), 17, 5, /before the first field/, "RFC 9112 2.2"],
    ["a control character in a value", headed("A: b\x01\r\n"), 21, 1, /control/, "RFC 9110 5.5"],
    ["an empty line before the response", `\r\n${EMPTY}`, 0, 2, /empty line/, "RFC 9112 2.2"],
    ["Content-Length twice", headed("Content-Length: 2\r\n"), 36, 17, /more than once/, "RFC 9110 8.6"],
    ["Content-Length as a list", `${OK}Content-Length: 2, 2\r\n\r\nhi`, 17, 20, /more than once/, "RFC 9110 8.6"],
    ["Content-Length with chunked", `${OK}Transfer-Encoding: chunked\r\nContent-Length: 9\r\n\r\n2\r\nhi\r\n0\r\n\r\n`, 45, 17, /together/, "RFC 9112 6.2"],
    ["chunked in HTTP/1.0", "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 17, 26, /HTTP\/1\.0/, "RFC 9112 6.1"],
    ["chunked twice", `${OK}Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n`, 17, 35, /twice/, "RFC 9112 6.1"],
    ["identity", `${OK}Transfer-Encoding: identity\r\nContent-Length: 2\r\n\r\nhi`, 17, 27, /identity/, "RFC 9112 7"],
    ["Content-Length with 204", "HTTP/1.1 204 \r\nContent-Length: 0\r\n\r\n", 15, 17, /never has a body/, "RFC 9110 8.6"],
    ["Transfer-Encoding with 204", "HTTP/1.1 204 \r\nTransfer-Encoding: chunked\r\n\r\n", 15, 26, /never has a body/, "RFC 9112 6.1"],
  ])("%s", (_, text, offset, length, what, clause) => {
    const { responses, surplus } = parse(text + EMPTY, ["GET", "GET"]);
    expect(responses.map(({ complete }) => complete)).toEqual([true, true]);
    expect(responses[0]?.problem).toMatchObject({ offset, length, what: expect.stringMatching(what) as unknown, clause });
    expect(responses[0]?.brokenOff).toBeNull();
    expect([responses[1]?.problem, surplus]).toEqual([null, null]);
  });

  test("of several the first in the stream is told", () => {
    expect(one("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nContent-Length: 0\r\nA : b\n\r\n").problem?.offset).toBe(36);
    expect(one("HTTP/1.1 200 OK\nContent-Length: 0\r\nContent-Length: 0\r\n\r\n").problem?.offset).toBe(15);
  });

  test("lines are understood all the same", () => {
    const { fields, reason } = one("HTTP/1.1 200 \tyes \r\nA \t:  b  \r\n \t c\r\nnone\r\n d\r\nE:\r\nF:\r\n  g\r\n\r\n");
    expect(reason).toBe("\tyes ");
    expect(fields.map(({ name, value, offset, length }) => [name, value, offset, length])).toEqual([
      ["A", "b c", 20, 15],
      ["E", "", 47, 2],
      ["F", "g", 51, 7],
    ]);
  });

  test("an empty reason is right", () => {
    expect(one("HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n").problem).toBeNull();
  });
});

describe("what cannot be read on from: the rest is surplus", () => {
  test.each<[name: string, text: string, readLength: number, offset: number, what: RegExp]>([
    ["no HTTP", "hello", 0, 0, /no status line/],
    ["another protocol's line", "220 ready\r\n", 0, 0, /no status line/],
    ["no status code", "HTTP/1.1 OK\r\n\r\n", 0, 0, /no status line/],
    ["a status code of four digits", "HTTP/1.1 2000 OK\r\n\r\n", 0, 0, /no status line/],
    ["Content-Length with a sign", `${OK}Content-Length: +2\r\n\r\nhi`, 39, 17, /decimal digits/],
    ["Content-Length with a unit", `${OK}Content-Length: 2 bytes\r\n\r\nhi`, 44, 17, /decimal digits/],
    ["Content-Length empty", `${OK}Content-Length:\r\n\r\nhi`, 36, 17, /decimal digits/],
    ["two that differ", `${OK}Content-Length: 2\r\nContent-Length: 3\r\n\r\nhi`, 57, 36, /differ/],
    ["a list that differs", `${OK}Content-Length: 2, 3\r\n\r\nhi`, 41, 17, /differ/],
    ["too large a length", `${OK}Content-Length: 99999999999999999999\r\n\r\nhi`, 57, 17, /larger/],
    ["a chunk size that is none", `${OK}Transfer-Encoding: chunked\r\n\r\n0x2\r\nhi\r\n0\r\n\r\n`, 47, 47, /hexadecimal/],
    ["an empty chunk size", `${OK}Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n\r\nx`, 54, 54, /hexadecimal/],
    ["a space before the chunk size", `${OK}Transfer-Encoding: chunked\r\n\r\n 2\r\nhi\r\n`, 47, 47, /hexadecimal/],
    ["a chunk size too large", `${OK}Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n`, 47, 47, /hexadecimal/],
    ["a chunk that is longer than said", `${OK}Transfer-Encoding: chunked\r\n\r\n2\r\nhello\r\n0\r\n\r\n`, 52, 52, /hexadecimal\) are not followed by CRLF/],
  ])("%s", (_, text, readLength, offset, what) => {
    const { responses, surplus } = parse(text, ["GET", "GET"]);
    expect(responses).toHaveLength(1);
    expect(responses[0]).toMatchObject({ complete: false, length: readLength });
    expect(responses[0]?.brokenOff).toMatchObject({ offset, what: expect.stringMatching(what) as unknown });
    expect(responses[0]?.problem).toEqual(responses[0]?.brokenOff);
    expect(surplus).toMatchObject({ offset: readLength, length: text.length - readLength, what: responses[0]?.brokenOff?.what });
  });
});

describe("a response that is cut off says what is missing", () => {
  test.each<[text: string, end: Ending, what: string]>([
    ["HTT", "fin", "the status line is not complete"],
    ["HTTP/1.1 200 OK", "fin", "the status line is not complete"],
    [OK, "fin", "the empty line that ends the header section is missing"],
    [`${OK}Content-Length: 5\r\nhello`, "fin", "the empty line that ends the header section is missing"],
    [`${OK}Content-Length: 31\r\n\r\n${"x".repeat(20)}`, "fin", "the body ends after 20 of 31 bytes"],
    [`${OK}Transfer-Encoding: chunked\r\n\r\n`, "fin", "the body ends before its last chunk (of size 0)"],
    [`${OK}Transfer-Encoding: chunked\r\n\r\n5\r\nhel`, "fin", "the body ends after 3 of the 5 bytes of a chunk (its size is hexadecimal)"],
    [`${OK}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r`, "fin", "the body ends before the CRLF after the 5 bytes of a chunk (its size is hexadecimal)"],
    [`${OK}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n`, "fin", "the body ends before its last chunk (of size 0)"],
    [`${OK}Transfer-Encoding: chunked\r\n\r\n0\r\n`, "fin", "the empty line that ends the chunked body is missing"],
    [`${OK}Transfer-Encoding: chunked\r\n\r\n0\r\nA: b\r\n`, "fin", "the empty line that ends the chunked body is missing"],
    [`${OK}\r\nhello`, "reset", "the connection was reset before the end of a body without a length"],
    [`${OK}\r\nhello`, "open", "the body has no length, and the connection is not closed after it"],
    ["HTTP/1.1 100 Continue\r\n\r\n", "fin", "no final response follows the one with status 1xx"],
  ])("%j, %s", (text, end, what) => {
    const { responses, surplus } = parse(text, ["GET", "GET"], end);
    expect(responses).toHaveLength(1);
    expect(responses[0]).toMatchObject({ complete: false, brokenOff: { offset: text.length, length: 0, what } });
    expect(surplus).toBeNull();
  });

  test("and keeps what there is of its body", () => {
    expect(one(`${OK}Content-Length: 31\r\n\r\nhello`).body).toEqual(Buffer.from("hello"));
    expect(one(`${OK}Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n5\r\nhel`).body).toEqual(Buffer.from("abhel"));
  });

  test("and an earlier problem stays the first", () => {
    expect(one(`HTTP/1.1 200 OK\nContent-Length: 5\r\n\r\nhel`)).toMatchObject({
      problem: { offset: 15 },
      brokenOff: { what: "the body ends after 3 of 5 bytes" },
    });
  });
});

describe("chunked", () => {
  const chunked = (body: string) => one(`${OK}Transfer-Encoding: chunked\r\n\r\n${body}`);

  test("sizes in either case, extensions, trailers", () => {
    const { body, trailers, problem } = chunked('0A;x;y=z;q="a;\\"b"\r\n0123456789\r\na\r\n0123456789\r\n000;last\r\nA: b\r\nC:\r\n\r\n');
    expect(problem).toBeNull();
    expect(body).toEqual(Buffer.from("01234567890123456789"));
    expect(trailers.map(({ name, value }) => [name, value])).toEqual([
      ["A", "b"],
      ["C", ""],
    ]);
  });

  test.each([
    ["whitespace after the size", "2 \r\nhi\r\n0\r\n\r\n", 48, /something other/],
    ["whitespace before an extension", "2 ;a\r\nhi\r\n0\r\n\r\n", 48, /something other/],
    ["whitespace in an extension", "2;a =b\r\nhi\r\n0\r\n\r\n", 50, /something other/],
    ["whitespace after a semicolon", "2; a=b\r\nhi\r\n0\r\n\r\n", 48, /;name=value/],
    ["an extension without a name", "2;\r\nhi\r\n0\r\n\r\n", 48, /;name=value/],
    ["an extension without its value", "2;a=\r\nhi\r\n0\r\n\r\n", 48, /;name=value/],
    ["an open quote", '2;a="b\r\nhi\r\n0\r\n\r\n', 48, /;name=value/],
    ["bare LF after the size", "2\nhi\r\n0\r\n\r\n", 48, /LF alone/],
    ["bare LF after the data", "2\r\nhi\n0\r\n\r\n", 52, /LF alone/],
    ["a space before the colon in a trailer", "0\r\nA : b\r\n\r\n", 51, /a space/],
  ])("a problem that does not end it: %s", (_, body, offset, what) => {
    expect(chunked(body)).toMatchObject({ complete: true, problem: { offset, what: expect.stringMatching(what) as unknown } });
  });

  test("a size in decimal is not followed by CRLF", () => {
    const what = "the 16 bytes of the chunk (its size is hexadecimal) are not followed by CRLF";
    expect(chunked("10\r\n0123456789\r\n5\r\nhello\r\n0\r\n\r\n")).toMatchObject({ complete: false, brokenOff: { offset: 67, what } });
  });

  test("the next response where the last empty line should be", () => {
    const { responses } = parse(`${OK}Transfer-Encoding: chunked\r\n\r\n0\r\n${EMPTY}`, ["GET", "GET"]);
    expect(responses.map(({ complete }) => complete)).toEqual([true, true]);
    expect(responses.map(({ problem }) => problem?.what)).toEqual([
      "the empty line that ends the chunked body is missing before the next status line",
      undefined,
    ]);
  });

  test("another coding last is delimited by the end", () => {
    expect(one(`${OK}Transfer-Encoding: chunked, gzip\r\n\r\nxyz`)).toMatchObject({ framing: "close", body: Buffer.from("xyz"), complete: true });
    expect(one(`${OK}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`)).toMatchObject({ framing: "chunked", problem: null });
  });
});

describe("responses without a body", () => {
  test.each([
    ["HEAD", 200],
    ["HEAD", 404],
    ["GET", 304],
  ])("%s, %i: a length speaks of what would be sent", (method, status) => {
    const text = `HTTP/1.1 ${status} x\r\nContent-Length: 500\r\n\r\n`;
    expect(parse(text, method, "open")).toMatchObject({ responses: [{ framing: "none", complete: true, problem: null, strayBody: null }], surplus: null });
  });

  test.each([
    ["a body after HEAD, by its length", "HEAD", `${OK}Content-Length: 5\r\n\r\n`, "hello", /^a body follows the response to HEAD$/],
    ["even if it begins with empty lines", "HEAD", `${OK}Content-Length: 7\r\n\r\n`, "\r\nhello", /HEAD/],
    ["without a length", "HEAD", `${OK}\r\n`, "hello", /HEAD/],
    ["chunked", "HEAD", `${OK}Transfer-Encoding: chunked\r\n\r\n`, "5\r\nhello\r\n0\r\n\r\n", /HEAD/],
    ["304", "GET", "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", "hello", /^a body follows the response with status 304$/],
    ["204", "DELETE", "HTTP/1.1 204 \r\n\r\n", "hello", /204/],
  ])("%s: named, and the next response is read all the same", (_, method, head, body, what) => {
    const stray = { offset: head.length, length: body.length, what: expect.stringMatching(what) as unknown, clause: "RFC 9112 6.3" };
    const { responses, surplus } = parse(head + body + EMPTY, [method, "GET"]);
    expect(responses).toMatchObject([
      { complete: true, length: head.length, problem: stray, strayBody: stray },
      { complete: true, problem: null, strayBody: null },
    ]);
    expect(surplus).toBeNull();
    expect(parse(head + body, [method])).toMatchObject({ responses: [{ complete: true, strayBody: stray }], surplus: null });
  });
});

describe("1xx", () => {
  test("come before the final response", () => {
    const response = one(`HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nLink: a\r\n\r\n${EMPTY}`);
    expect(response).toMatchObject({ offset: 56, status: 200, problem: null, interim: [{ status: 100 }, { status: 103, fields: [{ name: "Link" }] }] });
  });

  test("that is cut is the response", () => {
    expect(one("HTTP/1.1 100 Continue\r\n")).toMatchObject({ status: 100, complete: false });
  });
});

describe("surplus", () => {
  test.each<[name: string, text: string, what: RegExp]>([
    ["too small a Content-Length", `${OK}Content-Length: 2\r\n\r\nhi!`, /Content-Length is too small/],
    ["a response too many", EMPTY + EMPTY, /further response/],
    ["an empty line", `${EMPTY}\r\n`, /empty line/],
    ["half of one", `${EMPTY}\r`, /empty line/],
    ["after chunked", `${OK}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\nx`, /follow the end/],
  ])("%s", (_, text, what) => {
    const { responses, surplus } = parse(text);
    expect(responses).toMatchObject([{ complete: true, problem: null }]);
    expect(surplus).toMatchObject({ offset: responses[0]?.length, what: expect.stringMatching(what) as unknown });
    expect((surplus?.offset ?? 0) + (surplus?.length ?? 0)).toBe(text.length);
  });

  test("all of it when nothing was asked", () => {
    expect(parse("HTTP/1.1 408 Request Timeout\r\n\r\n", [])).toMatchObject({ responses: [], surplus: { offset: 0, length: 32 } });
  });
});

test("after 2xx to CONNECT begins a tunnel", () => {
  expect(parse("HTTP/1.1 200 OK\r\n\r\n\x16\x03\x01", "CONNECT")).toMatchObject({
    responses: [{ framing: "none", complete: true }],
    surplus: null,
    tunnelOffset: 19,
  });
  expect(parse("HTTP/1.1 501 No\r\nContent-Length: 0\r\n\r\n", "CONNECT")).toMatchObject({ responses: [{ complete: true }], tunnelOffset: null });
});

test("offsets count in the part that was given of a larger memory", () => {
  const memory = new Uint8Array(Buffer.from(`xxx${OK}Content-Length: 2\r\n\r\nhixxx`));
  expect(parseResponses(memory.subarray(3, 43), ["GET"], "open")).toMatchObject({ responses: [{ offset: 0, length: 40, complete: true }], surplus: null });
});
