import fc from "fast-check";
import type { Framing } from "./message.js";

/** Right responses of any content and framing, with the bytes that say them, for property tests. */
export interface SampleResponse {
  method: string;
  status: number;
  reason: string;
  fields: [name: string, value: string][];
  framing: Framing;
  body: Buffer;
  trailers: [name: string, value: string][];
  interim: number[];
  bytes: Buffer;
}

const name = fc.stringMatching(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,8}$/).map((text) => `X-${text}`);
const value = fc.stringMatching(/^(?:[!-~\x80-\xff](?:[\t -~\x80-\xff]{0,12}[!-~\x80-\xff])?)?$/);
const fieldList = fc.array(fc.tuple(name, value), { maxLength: 4 });
const reason = fc.stringMatching(/^[\t -~\x80-\xff]{0,12}$/);
/** Some look like HTTP themselves. */
const content = fc.oneof(
  fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
  fc.constantFrom("", "0\r\n\r\n", "\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n").map((text) => Buffer.from(text)),
);
const ows = fc.constantFrom("", " ", "\t", "  ");

/** As one chunk for each piece, sizes in either case and with leading zeros. */
function chunked(pieces: readonly Buffer[], style: { zeros: string; upper: boolean; extension: string }, trailers: string): Buffer {
  const parts = pieces
    .filter((piece) => piece.length > 0)
    .flatMap((piece) => {
      const size = piece.length.toString(16);
      return [Buffer.from(`${style.zeros}${style.upper ? size.toUpperCase() : size}${style.extension}\r\n`), piece, Buffer.from("\r\n")];
    });
  return Buffer.concat([...parts, Buffer.from(`0\r\n${trailers}\r\n`, "latin1")]);
}

interface Ingredients {
  method: string;
  status: number;
  reason: string;
  fields: [string, string][];
  framing: Framing;
  pieces: Buffer[];
  trailers: [string, string][];
  interim: number[];
  gap: string;
  style: { zeros: string; upper: boolean; extension: string };
  at: number;
}

function build({
  method,
  status,
  reason: phrase,
  fields: own,
  framing: wanted,
  pieces,
  trailers: after,
  interim,
  gap,
  style,
  at,
}: Ingredients): SampleResponse {
  const framing = method === "HEAD" || status === 204 || status === 304 ? "none" : wanted;
  const body = framing === "none" ? Buffer.alloc(0) : Buffer.concat(pieces);
  const trailers = framing === "chunked" ? after : [];
  const fields = [...own];
  const length = Buffer.concat(pieces).length;
  if (framing === "content-length" || (framing === "none" && status !== 204)) fields.splice(at % (own.length + 1), 0, ["content-LENGTH", String(length)]);
  if (framing === "chunked") fields.splice(at % (own.length + 1), 0, ["Transfer-Encoding", "Chunked"]);
  const lines = (list: [string, string][]) => list.map(([key, text]) => `${key}:${gap}${text}\r\n`).join("");
  const before = interim.map((code) => `HTTP/1.1 ${code} \r\n\r\n`).join("");
  const head = Buffer.from(`${before}HTTP/1.1 ${status} ${phrase}\r\n${lines(fields)}\r\n`, "latin1");
  const sent = framing === "chunked" ? chunked(pieces, style, lines(trailers)) : body;
  return { method, status, reason: phrase, fields, framing, body, trailers, interim, bytes: Buffer.concat([head, sent]) };
}

function arbitraryResponse(framings: Framing[]): fc.Arbitrary<SampleResponse> {
  return fc
    .record({
      method: fc.constantFrom("GET", "HEAD", "POST", "PUT"),
      status: fc.constantFrom(200, 201, 204, 206, 301, 304, 400, 404, 500),
      reason,
      fields: fieldList,
      framing: fc.constantFrom(...framings),
      pieces: fc.array(content, { maxLength: 3 }),
      trailers: fieldList,
      interim: fc.array(fc.constantFrom(100, 103), { maxLength: 2 }),
      gap: ows,
      style: fc.record({ zeros: fc.constantFrom("", "00"), upper: fc.boolean(), extension: fc.constantFrom("", ";a", ';a=b;c="d;\\"e"') }),
      at: fc.nat(),
    })
    .map(build);
}

/** Several on one connection; the last may be delimited by its end. */
export function arbitraryResponses(): fc.Arbitrary<SampleResponse[]> {
  const inner = arbitraryResponse(["content-length", "chunked"]);
  return fc.tuple(fc.array(inner, { maxLength: 3 }), arbitraryResponse(["content-length", "chunked", "close"])).map(([first, last]) => [...first, last]);
}

/** Bytes that are nearly HTTP: pieces of it in any order, and whatever else. */
export function arbitraryStream(): fc.Arbitrary<Buffer> {
  const pieces = [
    ..."HTTP/1.1 200 OK\r\n|HTTP/1.1 204 \r\n|HTTP/1.1 100 \r\n|HTTP/1.0 304 x\n|http/1.1  200\r\n|GET / HTTP/1.1\r\n|POST /a b HTTP/1.0\r\n".split("|"),
    ..."Content-Length: 5\r\n|Content-Length: x\r\n|Transfer-Encoding: chunked\r\n|Transfer-Encoding: gzip\r\n|A: b\n| folded\r\n|B : c\r\n|: d\r\n".split("|"),
    ..."\r\n|\n|\r|5\r\nhello\r\n|5;x\r\nhello|0\r\n\r\n|0\r\n|hello|H|HTTP/|ffffffffffffffff\r\n|5\nhello\n".split("|"),
  ];
  const piece = fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...pieces) }, { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 8 }) });
  return fc.array(piece, { maxLength: 14 }).map((parts) => Buffer.from(parts.join(""), "latin1"));
}

export const arbitraryMethods = (): fc.Arbitrary<string[]> => fc.array(fc.constantFrom("GET", "HEAD", "POST", "CONNECT"), { maxLength: 4 });
