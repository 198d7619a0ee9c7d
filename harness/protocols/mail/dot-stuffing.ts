import { ProblemsByKind, type KindOfProblem, type ProblemNotes } from "../problem.js";
import { eachLine, nextLine, noteLine, type LineProblem, type MailLine } from "./lines.js";

/**
 * Text of many lines as SMTP (RFC 5321 4.5.2) and POP3 (RFC 1939 3) carry it: a line that begins with a dot gets one more, and a line
 * that is only a dot ends it.
 *
 *     Hi\r\n..hidden\r\n.\r\n      on the wire
 *     Hi\r\n.hidden\r\n            the content; a dot was removed before its offset 4
 */
export interface StuffedText {
  /** Where it begins in the stream. */
  offset: number;
  /** With the terminator. */
  length: number;
  /** Whether CRLF "." CRLF came (or "." CRLF at the start); without it the text goes on to the end of what there is. */
  terminated: boolean;
  /** As it came, without the terminator. */
  raw: Buffer;
  /** Without the terminator and the dots that were stuffed; the last line keeps its ending. */
  content: Buffer;
  /** Before which offsets of the content a dot was removed, in order. */
  unstuffedAt: number[];
  /** The first of each kind, in order; offsets count from the start of the stream. */
  problems: KindOfProblem<StuffedTextProblem>[];
}

export type StuffedTextProblem = LineProblem | "false-terminator" | "glued-terminator";

const DOT = 0x2e;
const TERMINATOR = "\r\n.\r\n";
/** With the CRLF, and not counting a dot that was stuffed. */
const TEXT_LINE = { bytes: 1000, clause: "RFC 5321 4.5.3.1.6" };

/** Past the terminator of the text that begins at `at`; null if it is not there. It is known not to begin before `searchFrom`. */
export function findTerminator(bytes: Buffer, at: number, searchFrom = at): number | null {
  if (searchFrom === at && bytes.toString("latin1", at, at + 3) === ".\r\n") return at + 3;
  const found = bytes.indexOf(TERMINATOR, searchFrom, "latin1");
  return found < 0 ? null : found + TERMINATOR.length;
}

/** The text as it is sent: dots stuffed, ended by the terminator. Lines end with CRLF; a last one without gets it. */
export function stuff(text: string): string {
  const whole = text === "" || text.endsWith("\r\n") ? text : `${text}\r\n`;
  return `${whole.replace(/(^|\r\n)\./g, "$1..")}.\r\n`;
}

/** Reads the text that begins at `at`. */
export function unstuff(bytes: Buffer, at = 0): StuffedText {
  const end = findTerminator(bytes, at);
  const rawEnd = end === null ? bytes.length : end - ".\r\n".length;
  const problems = new ProblemsByKind<StuffedTextProblem>();
  const content = Buffer.allocUnsafe(rawEnd - at);
  const unstuffedAt: number[] = [];
  let filled = 0;
  let afterCrlf = true;
  let last: MailLine | null = null;
  for (const line of eachLine(bytes, at, rawEnd)) {
    const isLoneDot = line.length === 1 && bytes[line.offset] === DOT;
    if (isLoneDot) noteFalseTerminator(line, problems);
    const isStuffed = line.length > 1 && bytes[line.offset] === DOT && afterCrlf;
    if (isStuffed) unstuffedAt.push(filled);
    const from = line.offset + (isStuffed ? 1 : 0);
    noteLine(bytes, { ...line, offset: from, length: line.offset + line.length - from }, TEXT_LINE, problems);
    filled += bytes.copy(content, filled, from, nextLine(line));
    afterCrlf = line.ending === "CRLF";
    if (afterCrlf && !isQuit(bytes, line)) last = line;
  }
  if (end === null && last !== null) noteGlued(bytes, last, problems);
  return {
    ...{ offset: at, length: (end ?? bytes.length) - at, terminated: end !== null },
    ...{ raw: bytes.subarray(at, rawEnd), content: content.subarray(0, filled), unstuffedAt, problems: problems.list },
  };
}

/** Where a byte of the content stands in the stream. */
export function streamOffset({ offset, unstuffedAt }: StuffedText, contentOffset: number): number {
  const after = unstuffedAt.findIndex((removed) => removed > contentOffset);
  return offset + contentOffset + (after < 0 ? unstuffedAt.length : after);
}

/** A line that is only a dot, but not between two CRLFs, ends nothing (RFC 5321 4.1.1.4). */
function noteFalseTerminator({ offset, ending }: MailLine, problems: ProblemNotes<StuffedTextProblem>): void {
  const what = "a line that is only a dot does not stand between CRLF and CRLF, and so ends nothing";
  if (ending !== "none") problems.note("false-terminator", offset, 1, what, "RFC 5321 4.1.1.4");
}

/** What a client says when it believes that its message has ended. */
function isQuit(bytes: Buffer, { offset, length }: MailLine): boolean {
  return length === 4 && /^QUIT$/i.test(bytes.toString("latin1", offset, offset + length));
}

/** In a text that does not end: its last line has a dot at its end, but not alone. */
function noteGlued(bytes: Buffer, { offset, length }: MailLine, problems: ProblemNotes<StuffedTextProblem>): void {
  const dot = offset + length - 1;
  const what = "the dot that should end the message is glued to a line that has no end of its own";
  if (length > 1 && bytes[dot] === DOT) problems.note("glued-terminator", dot, 1, what, "RFC 5321 4.1.1.4");
}
