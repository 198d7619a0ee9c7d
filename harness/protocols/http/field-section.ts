import type { FirstProblem } from "./first-problem.js";
import { isToken, skipOws, trimOws } from "./grammar.js";
import { noteLineEnds, readLine, textOf, type Line } from "./lines.js";
import type { Field, Problem } from "./message.js";

/** Where field lines stand: after the start line, or after the last chunk. */
export type Section = "header" | "trailer";

export interface FieldSection {
  fields: Field[];
  /** Past the empty line that ends the section; the end of the stream if there is none. */
  next: number;
  brokenOff: Problem | null;
}

/** A status line where a field line should be: the empty line was left out before the next response. */
export const NEXT_STATUS_LINE = /^HTTP\/[0-9]/i;

/** Reads field lines up to the empty line (RFC 9112 5). What is wrong with one line does not hide the others. */
export function readFieldSection(bytes: Buffer, at: number, section: Section, problems: FirstProblem): FieldSection {
  const fields: Field[] = [];
  let next = at;
  let folds = false;
  for (;;) {
    const line = readLine(bytes, next);
    if (line === null) break;
    const text = textOf(bytes, line);
    if (section === "trailer" && NEXT_STATUS_LINE.test(text)) {
      problems.note(line.start, 0, "the empty line that ends the chunked body is missing before the next status line", "RFC 9112 7.1");
      return { fields, next: line.start, brokenOff: null };
    }
    noteLineEnds(bytes, line, problems);
    next = line.next;
    if (text === "") return { fields, next, brokenOff: null };
    if (text.startsWith(" ") || text.startsWith("\t")) {
      noteFold(line, text, fields.length > 0, section, problems);
      if (folds) appendFold(fields.at(-1), text, line);
      continue;
    }
    const field = readField(text, line, problems);
    folds = field !== null;
    if (field !== null) fields.push(field);
  }
  const what = section === "header" ? "the empty line that ends the header section is missing" : "the empty line that ends the chunked body is missing";
  return { fields, next: bytes.length, brokenOff: problems.note(bytes.length, 0, what, section === "header" ? "RFC 9112 2.1" : "RFC 9112 7.1") };
}

function readField(text: string, line: Line, problems: FirstProblem): Field | null {
  const colon = text.indexOf(":");
  if (colon < 0) {
    problems.note(line.start, text.length, "the header line has no colon (or the empty line before the body is missing)", "RFC 9112 5");
    return null;
  }
  const raw = text.slice(0, colon);
  const name = trimOws(raw);
  if (name === "") {
    problems.note(line.start, colon + 1, "the header line has no field name before its colon", "RFC 9112 5");
    return null;
  }
  if (name.length < raw.length)
    problems.note(
      line.start + name.length,
      raw.length - name.length,
      `the field name is followed by ${spaceOrTab(raw.at(-1))} before the colon`,
      "RFC 9112 5.1",
    );
  if (!isToken(name)) problems.note(line.start, name.length, "the field name holds a character that no name may have", "RFC 9110 5.1");
  const value = trimOws(text.slice(colon + 1));
  const valueOffset = line.start + skipOws(text, colon + 1);
  noteControls(value, valueOffset, problems);
  return { name, value, offset: line.start, length: text.length, valueOffset };
}

function spaceOrTab(char: string | undefined): string {
  return char === "\t" ? "a tab" : "a space";
}

/** Control characters but tab have no place in a value; a CR is noted with the line ends (RFC 9110 5.5). */
function noteControls(value: string, offset: number, problems: FirstProblem): void {
  // oxlint-disable-next-line no-control-regex
  const at = value.search(/[\0-\x08\x0a-\x0c\x0e-\x1f\x7f]/);
  if (at >= 0) problems.note(offset + at, 1, "the field value holds a control character", "RFC 9110 5.5");
}

function noteFold(line: Line, text: string, afterField: boolean, section: Section, problems: FirstProblem): void {
  if (afterField) problems.note(line.start, text.length, "the field value is folded over two lines, which is obsolete", "RFC 9112 5.2");
  else if (section === "header") problems.note(line.start, text.length, "whitespace stands before the first field name", "RFC 9112 2.2");
  else problems.note(line.start, text.length, "whitespace stands before the first field name of the trailer section", "RFC 9112 7.1.2");
}

function appendFold(field: Field | undefined, text: string, line: Line): void {
  const part = trimOws(text);
  if (field === undefined || part === "") return;
  field.value += field.value === "" ? part : ` ${part}`;
  field.length = line.end - field.offset;
}
