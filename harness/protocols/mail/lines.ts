import type { ProblemNotes } from "../problem.js";

const LF = 0x0a;
const CR = 0x0d;

export type LineEnding = "CRLF" | "LF" | "CR" | "none";

/** A line as it stands in a stream; offsets count from the stream's start. */
export interface MailLine {
  offset: number;
  /** Without its ending. */
  length: number;
  ending: LineEnding;
}

/** Where the next line begins. */
export function nextLine({ offset, length, ending }: MailLine): number {
  return offset + length + (ending === "CRLF" ? 2 : ending === "none" ? 0 : 1);
}

/** The line at `at`, up to CRLF or LF alone; null if neither is there. There is known to be no LF before `searchFrom`. */
export function readLine(bytes: Buffer, at: number, searchFrom = at): MailLine | null {
  const lf = bytes.indexOf(LF, searchFrom);
  if (lf < 0) return null;
  const ending = lf > at && bytes[lf - 1] === CR ? "CRLF" : "LF";
  return { offset: at, length: lf - at - (ending === "CRLF" ? 1 : 0), ending };
}

/** Each line from `from` to `to`, where a CR alone ends a line too; the last one may have no ending. */
export function* eachLine(bytes: Buffer, from = 0, to = bytes.length): Generator<MailLine> {
  let [cr, lf] = [-1, -1];
  for (let at = from; at < to;) {
    if (cr < at) cr = nextOf(CR, bytes, at, to);
    if (lf < at) lf = nextOf(LF, bytes, at, to);
    const end = Math.min(cr, lf);
    const ending = end === to ? "none" : lf < cr ? "LF" : cr + 1 === lf && lf < to ? "CRLF" : "CR";
    const line: MailLine = { offset: at, length: end - at, ending };
    yield line;
    at = nextLine(line);
  }
}

/** Where the byte stands next; `to` if it does not before. */
function nextOf(byte: number, bytes: Buffer, from: number, to: number): number {
  const at = bytes.indexOf(byte, from);
  return at < 0 || at > to ? to : at;
}

/** What may be wrong with any line of a mail or of its dialogue. */
export type LineProblem = "bare-lf" | "bare-cr" | "eight-bit" | "long-line";

/** How long a line may be, its CRLF included, and where that is said. */
export interface LineLimit {
  bytes: number;
  clause: string;
}

/** Notes what is wrong with a line: its ending, bytes above 127, a CR within it, its length. */
export function noteLine(bytes: Buffer, line: MailLine, limit: LineLimit, problems: ProblemNotes<LineProblem>): void {
  const { offset, length, ending } = line;
  const end = offset + length;
  if (ending === "LF") problems.note("bare-lf", end, 1, "the line ends with LF alone, without CR", "RFC 5321 2.3.8");
  if (ending === "CR") problems.note("bare-cr", end, 1, "a CR stands alone, without LF after it", "RFC 5321 2.3.8");
  const cr = firstWhere(bytes, offset, end, (byte) => byte === CR);
  if (cr < end) problems.note("bare-cr", cr, 1, "a CR stands within the line, not before LF", "RFC 5321 2.3.8");
  const high = firstWhere(bytes, offset, end, (byte) => byte > 127);
  if (high < end) problems.note("eight-bit", high, 1, "the line holds a byte above 127, and no extension for that was agreed on", "RFC 5321 2.4");
  if (length + 2 > limit.bytes) problems.note("long-line", offset, length, `the line is longer than ${limit.bytes} bytes with its CRLF`, limit.clause);
}

/** The first such byte; `to` if there is none. */
function firstWhere(bytes: Buffer, from: number, to: number, isSuch: (byte: number) => boolean): number {
  let at = from;
  while (at < to && !isSuch(bytes[at] as number)) at++;
  return at;
}
