import { GrowingBytes } from "../../text/growing-bytes.js";
import { ProblemsByKind, type KindOfProblem, type ProblemNotes } from "../problem.js";
import { eachLine, type MailLine } from "./lines.js";

export interface QuotedPrintable {
  bytes: Buffer;
  /** The first of each kind, in order. */
  problems: KindOfProblem<QuotedPrintableProblem>[];
}

/** `last-soft-break`: the body ends with "=", so that its last line is not ended. */
export type QuotedPrintableProblem = "bad-escape" | "lower-case" | "long-line" | "trailing-space" | "bad-character" | "last-soft-break";

/** Without the line end, but with the "=" of a soft line break (RFC 2045 6.7 rule 5). */
const LINE_BYTES = 76;
const CLAUSE = "RFC 2045 6.7";
const EQUALS = 0x3d;

/** Decodes a body (RFC 2045 6.7). An escape that is none stays as it is; whitespace at the end of a line is left out (rule 3). */
export function decodeQuotedPrintable(body: Buffer): QuotedPrintable {
  const problems = new ProblemsByKind<QuotedPrintableProblem>();
  const decoded = new GrowingBytes(body.length);
  for (const line of eachLine(body)) {
    const end = noteLine(body, line, problems);
    const isSoft = end > line.offset && body[end - 1] === EQUALS;
    decodeLine(body, line.offset, isSoft ? end - 1 : end, decoded, problems);
    const lineEnd = line.offset + line.length;
    if (!isSoft) decoded.append(body.subarray(lineEnd, lineEnd + (line.ending === "CRLF" ? 2 : line.ending === "none" ? 0 : 1)));
    else if (line.ending === "none") problems.note("last-soft-break", end - 1, 1, "the body ends with a soft line break", CLAUSE);
  }
  return { bytes: decoded.bytes, problems: problems.list };
}

/** Where the line ends without the whitespace at its end. */
function noteLine(body: Buffer, { offset, length }: MailLine, problems: ProblemNotes<QuotedPrintableProblem>): number {
  if (length > LINE_BYTES) problems.note("long-line", offset, length, `the line is longer than ${LINE_BYTES} characters`, `${CLAUSE} rule 5`);
  let end = offset + length;
  while (end > offset && (body[end - 1] === 0x20 || body[end - 1] === 0x09)) end--;
  if (end < offset + length)
    problems.note("trailing-space", end, offset + length - end, "whitespace at the end of a line is not escaped, and so is lost", `${CLAUSE} rule 3`);
  return end;
}

function decodeLine(body: Buffer, from: number, to: number, decoded: GrowingBytes, problems: ProblemNotes<QuotedPrintableProblem>): void {
  let at = from;
  while (at < to) {
    const escape = body.subarray(at, to).indexOf(EQUALS);
    const plainEnd = escape < 0 ? to : at + escape;
    notePlain(body, at, plainEnd, problems);
    decoded.append(body.subarray(at, plainEnd));
    if (plainEnd === to) return;
    const hex = body.toString("latin1", plainEnd + 1, Math.min(plainEnd + 3, to));
    const isEscape = /^[0-9A-F]{2}$/i.test(hex);
    if (!isEscape) problems.note("bad-escape", plainEnd, 1 + hex.length, "= is followed by neither two hexadecimal digits nor a line end", `${CLAUSE} rule 1`);
    else if (/[a-f]/.test(hex)) problems.note("lower-case", plainEnd, 3, "the digits of an escape are to be upper case", `${CLAUSE} rule 1`);
    decoded.append(isEscape ? Buffer.from(hex, "hex") : body.subarray(plainEnd, plainEnd + 1));
    at = plainEnd + (isEscape ? 3 : 1);
  }
}

/** Only printable ASCII, spaces and tabs stand for themselves (rules 2 and 3). */
function notePlain(body: Buffer, from: number, to: number, problems: ProblemNotes<QuotedPrintableProblem>): void {
  for (let at = from; at < to; at++) {
    const byte = body[at] as number;
    if ((byte >= 0x20 && byte <= 0x7e) || byte === 0x09) continue;
    return problems.note("bad-character", at, 1, "the byte may not stand for itself", `${CLAUSE} rule 2`);
  }
}
