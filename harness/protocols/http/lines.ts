import type { FirstProblem } from "./first-problem.js";

const LF = 0x0a;
const CR = 0x0d;

/** A line that came whole. */
export interface Line {
  start: number;
  /** Where its CRLF, or LF alone, begins. */
  end: number;
  /** Where the next line begins. */
  next: number;
}

/** Bytes as a Buffer on the same memory. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The line that begins at `at`, or null if its end is not there. There is known to be no LF before `searchFrom`. */
export function readLine(bytes: Buffer, at: number, searchFrom = at): Line | null {
  const lf = bytes.indexOf(LF, searchFrom);
  if (lf < 0) return null;
  return { start: at, end: lf > at && bytes[lf - 1] === CR ? lf - 1 : lf, next: lf + 1 };
}

export function textOf(bytes: Buffer, { start, end }: Line): string {
  return bytes.toString("latin1", start, end);
}

/** Notes a line that ends with LF alone, or that holds a CR which ends no line (RFC 9112 2.2). */
export function noteLineEnds(bytes: Buffer, line: Line, problems: FirstProblem): void {
  if (line.next - line.end === 1) problems.note(line.end, 1, "the line ends with LF alone, without CR", "RFC 9112 2.2");
  const cr = bytes.subarray(line.start, line.end).indexOf(CR);
  if (cr >= 0) problems.note(line.start + cr, 1, "a CR stands within the line, not before LF", "RFC 9112 2.2");
}

/** Past the empty lines at `at`; a CR at the very end counts as half of one. */
export function skipEmptyLines(bytes: Buffer, at: number): number {
  let next = at;
  for (;;) {
    if (bytes[next] === LF) next++;
    else if (bytes[next] === CR && (bytes[next + 1] === LF || next + 1 === bytes.length)) next = Math.min(next + 2, bytes.length);
    else return next;
  }
}
