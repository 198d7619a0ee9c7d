import { trimOws } from "../http/grammar.js";
import { ProblemsByKind, type KindOfProblem, type ProblemNotes } from "../problem.js";
import { nextLine, noteLine, readLine, type LineProblem, type MailLine } from "./lines.js";

/**
 * A message as it is handed over (RFC 5322), dots unstuffed. Offsets count from the message's start, lengths are bytes, texts are binary
 * strings (one char per byte).
 *
 *     Subject: a\r\n           a field: offset 0, valueOffset 9
 *      b\r\n                   folded: value "a b", length 14
 *     \r\n
 *     hi\r\n                   bodyOffset 18
 */
export interface MailMessage {
  fields: MailField[];
  body: Buffer;
  bodyOffset: number;
  /** Whether an empty line ends the header. Only a message without a body may lack it. */
  hasBlankLine: boolean;
  /** The first of each kind, in order. */
  problems: KindOfProblem<MessageProblem>[];
}

export interface MailField {
  /** As sent; names are compared without regard to case. */
  name: string;
  /** Unfolded, without the whitespace around it. */
  value: string;
  /** All that follows the colon, as sent, without the last line end. */
  raw: string;
  offset: number;
  length: number;
  valueOffset: number;
}

/** `bad-fold`: a line that begins with whitespace follows no field, or holds nothing else. */
export type MessageProblem = LineProblem | "no-blank-line" | "space-before-colon" | "bad-fold";

const HEADER_LINE = { bytes: 1000, clause: "RFC 5322 2.1.1" };
/** The name, whitespace before the colon, and the colon (RFC 5322 2.2, 4.5). */
const FIELD_START = /^([\x21-\x39\x3b-\x7e]+)([\t ]*):/;

/** Reads a message. The header ends at the first line that cannot belong to it. */
export function readMessage(bytes: Buffer): MailMessage {
  const problems = new ProblemsByKind<MessageProblem>();
  const starts: FieldStart[] = [];
  let at = 0;
  while (at < bytes.length) {
    const line: MailLine = readLine(bytes, at) ?? { offset: at, length: bytes.length - at, ending: "none" };
    const text = bytes.toString("latin1", at, at + line.length);
    const isFold = text.startsWith(" ") || text.startsWith("\t");
    if (isFold) noteFold(line, text, starts.length > 0, problems);
    const start = isFold ? starts.at(-1) : readStart(line, text, problems);
    if (start === undefined && text !== "") break;
    noteLine(bytes, line, HEADER_LINE, problems);
    at = nextLine(line);
    if (start === undefined) return { ...part(bytes, starts, at), hasBlankLine: true, problems: problems.list };
    start.end = line.offset + line.length;
    if (!isFold) starts.push(start);
  }
  const what = at < bytes.length ? "a line that is no header field stands where the blank line before the body should be" : "no blank line ends the header";
  problems.note("no-blank-line", at, readLine(bytes, at)?.length ?? bytes.length - at, what, "RFC 5322 2.1");
  return { ...part(bytes, starts, at), hasBlankLine: false, problems: problems.list };
}

/** Where a field stands. */
interface FieldStart {
  name: string;
  offset: number;
  /** Past the colon. */
  rawOffset: number;
  /** Of its last line, without its ending. */
  end: number;
}

function readStart({ offset, length }: MailLine, text: string, problems: ProblemNotes<MessageProblem>): FieldStart | undefined {
  const [start, name, space] = FIELD_START.exec(text) ?? [];
  if (start === undefined || name === undefined || space === undefined) return undefined;
  if (space !== "")
    problems.note("space-before-colon", offset + name.length, space.length, "whitespace stands between the field name and the colon", "RFC 5322 2.2");
  return { name, offset, rawOffset: offset + start.length, end: offset + length };
}

function part(bytes: Buffer, starts: readonly FieldStart[], bodyOffset: number): Pick<MailMessage, "fields" | "body" | "bodyOffset"> {
  return { fields: starts.map((start) => fieldOf(bytes, start)), body: bytes.subarray(bodyOffset), bodyOffset };
}

/** Unfolding removes the line ends alone (RFC 5322 2.2.3). */
function fieldOf(bytes: Buffer, { name, offset, rawOffset, end }: FieldStart): MailField {
  const raw = bytes.toString("latin1", rawOffset, end);
  const value = trimOws(raw.replace(/\r?\n/g, ""));
  return { name, value, raw, offset, length: end - offset, valueOffset: rawOffset + Math.max(0, raw.search(/[^\t \r\n]/)) };
}

function noteFold({ offset, length }: MailLine, text: string, afterField: boolean, problems: ProblemNotes<MessageProblem>): void {
  if (!afterField) problems.note("bad-fold", offset, length, "whitespace stands before the first field name", "RFC 5322 2.2");
  else if (trimOws(text) === "") problems.note("bad-fold", offset, length, "a folded line of the header holds nothing but whitespace", "RFC 5322 3.2.2");
}
