import { readFieldSection } from "./field-section.js";
import type { FirstProblem } from "./first-problem.js";
import { endOfQuotedString, endOfToken } from "./grammar.js";
import { GrowingBytes } from "../../text/growing-bytes.js";
import { noteLineEnds, readLine, textOf, type Line } from "./lines.js";
import type { Field, Problem } from "./message.js";

export interface ChunkedBody {
  body: Uint8Array;
  trailers: Field[];
  next: number;
  brokenOff: Problem | null;
}

/** Reads a chunked body (RFC 9112 7.1). */
export function readChunkedBody(bytes: Buffer, at: number, problems: FirstProblem): ChunkedBody {
  const body = new GrowingBytes();
  let next = at;
  const stop = (offset: number, brokenOff: Problem): ChunkedBody => ({ body: body.bytes, trailers: [], next: offset, brokenOff });
  const cut = (what: string) => stop(bytes.length, problems.note(bytes.length, 0, what, "RFC 9112 8"));
  for (;;) {
    const line = readLine(bytes, next);
    if (line === null) return cut("the body ends before its last chunk (of size 0)");
    const size = chunkSize(bytes, line);
    if (size === null)
      return stop(next, problems.note(line.start, line.end - line.start, "the chunk does not begin with its size in hexadecimal digits", "RFC 9112 7.1"));
    noteLineEnds(bytes, line, problems);
    noteExtensions(bytes, line, problems);
    if (size === 0) {
      const { fields: trailers, next: end, brokenOff } = readFieldSection(bytes, line.next, "trailer", problems);
      return { body: body.bytes, trailers, next: end, brokenOff };
    }
    body.append(bytes.subarray(line.next, line.next + size));
    const end = line.next + size;
    if (end > bytes.length) return cut(`the body ends after ${bytes.length - line.next} of the ${size} bytes of a chunk (its size is hexadecimal)`);
    const after = afterChunk(bytes, end);
    if (after === "cut") return cut(`the body ends before the CRLF after the ${size} bytes of a chunk (its size is hexadecimal)`);
    if (after === "wrong")
      return stop(end, problems.note(end, 1, `the ${size} bytes of the chunk (its size is hexadecimal) are not followed by CRLF`, "RFC 9112 7.1"));
    if (after - end === 1) problems.note(end, 1, "the chunk's data is followed by LF alone, without CR", "RFC 9112 7.1");
    next = after;
  }
}

/** The size that a chunk's first line gives, bytes; null if it gives none, or one larger than any body. */
export function chunkSize(bytes: Buffer, line: Line): number | null {
  // 13 hexadecimal digits are 52 bits; zeros before them mean nothing.
  const digits = /^(?=[0-9A-Fa-f])0*([0-9A-Fa-f]{0,13})[ \t]*(?:;|$)/.exec(textOf(bytes, line))?.[1];
  return digits === undefined ? null : Number.parseInt(`0${digits}`, 16);
}

/** Past the CRLF, or lenient LF, that stands after a chunk's data. */
export function afterChunk(bytes: Buffer, at: number): number | "cut" | "wrong" {
  if (bytes[at] === 0x0a) return at + 1;
  if (at >= bytes.length || (bytes[at] === 0x0d && at + 1 >= bytes.length)) return "cut";
  return bytes[at] === 0x0d && bytes[at + 1] === 0x0a ? at + 2 : "wrong";
}

/** chunk-ext = *( ";" name [ "=" value ] ), without the whitespace that only recipients allow for (RFC 9112 7.1.1, RFC 9110 5.6.3). */
function noteExtensions(bytes: Buffer, line: Line, problems: FirstProblem): void {
  const text = textOf(bytes, line);
  let at = text.search(/[^0-9A-Fa-f]/);
  while (at >= 0 && at < text.length) {
    const from = at;
    at = endOfExtension(text, from);
    if (at > from) continue;
    const what =
      text[from] === ";"
        ? "the chunk extension is not of the form ;name=value"
        : "the chunk's size or extension is followed by something other than a semicolon or CRLF";
    problems.note(line.start + from, text.length - from, what, "RFC 9112 7.1.1");
    return;
  }
}

/** Where the extension at `at` ends; `at` if it is none. */
function endOfExtension(text: string, at: number): number {
  const nameEnd = endOfToken(text, at + 1);
  if (text[at] !== ";" || nameEnd === at + 1) return at;
  if (text[nameEnd] !== "=") return nameEnd;
  const end = Math.max(endOfToken(text, nameEnd + 1), endOfQuotedString(text, nameEnd + 1));
  return end === nameEnd + 1 ? at : end;
}
