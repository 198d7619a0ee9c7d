import { ProblemsByKind, type KindOfProblem } from "../problem.js";
import { eachLine } from "./lines.js";

export interface Base64 {
  bytes: Buffer;
  /** The first of each kind, in order. */
  problems: KindOfProblem<Base64Problem>[];
}

/** `bad-padding`: characters after "=", or not a whole number of groups of four. */
export type Base64Problem = "bad-character" | "long-line" | "bad-padding" | "stray-bits";

/** Without the line end (RFC 2045 6.8). */
const LINE_BYTES = 76;

/** Decodes a body (RFC 2045 6.8). What is no base64 is left out, and noted. */
export function decodeBase64(body: Buffer): Base64 {
  const problems = new ProblemsByKind<Base64Problem>();
  for (const { offset, length } of eachLine(body))
    if (length > LINE_BYTES) problems.note("long-line", offset, length, `the line of base64 is longer than ${LINE_BYTES} characters`, "RFC 2045 6.8");
  const text = body.toString("latin1");
  const stray = text.search(/[^A-Za-z0-9+/=\r\n]/);
  if (stray >= 0) problems.note("bad-character", stray, 1, "the character is none of base64", "RFC 2045 6.8");
  const letters = text.replace(/[^A-Za-z0-9+/=]/g, "");
  const equals = letters.indexOf("=");
  const data = equals < 0 ? letters : letters.slice(0, equals);
  const padding = letters.slice(data.length);
  if (letters.length % 4 !== 0 || !/^={0,2}$/.test(padding)) {
    const what = "base64 comes in groups of four characters, of which only the last may end with = or ==";
    problems.note("bad-padding", equals < 0 ? body.length : text.indexOf("="), padding.length, what, "RFC 2045 6.8");
  }
  const bytes = Buffer.from(data, "base64");
  // The bits of the last character that make no byte are zero (RFC 4648 3.5).
  if (data.length % 4 !== 1 && bytes.toString("base64").replace(/=+$/, "") !== data) {
    const last = text.lastIndexOf(data.at(-1) ?? "");
    problems.note("stray-bits", last, 1, "the last character before the padding has bits that belong to no byte", "RFC 4648 3.5");
  }
  return { bytes, problems: problems.list };
}
