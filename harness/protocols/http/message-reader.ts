import { readBody } from "./body.js";
import { readFieldSection } from "./field-section.js";
import { FirstProblem } from "./first-problem.js";
import { planBody, type MessageKind } from "./framing.js";
import { readLine, skipEmptyLines, type Line } from "./lines.js";
import type { Ending, HttpMessage, Problem } from "./message.js";

/** How messages of one direction begin. */
export interface StartLine<Start extends { version: string }> {
  /** null if the line is no start line at all. */
  read(bytes: Buffer, line: Line, problems: FirstProblem): Start | null;
  /** Whether bytes that are no whole line yet may become one. */
  mayBegin(bytes: Buffer, at: number): boolean;
  /** What stands for a start line that could not be read. */
  unread: Start;
  cut: Omit<Problem, "offset" | "length">;
  wrong: Omit<Problem, "offset" | "length">;
  /** Whether such a message has a body. */
  body(start: Start): MessageKind["body"];
}

export interface ReadMessage<Start> {
  message: Start & HttpMessage;
  /** Its Content-Length, sent with a body or not. */
  declared: number | null;
}

/** Reads the message at `at`; null if there is nothing but empty lines. */
export function readMessage<Start extends { version: string }>(bytes: Buffer, at: number, end: Ending, startLine: StartLine<Start>): ReadMessage<Start> | null {
  const problems = new FirstProblem();
  const offset = skipEmptyLines(bytes, at);
  if (offset === bytes.length) return null;
  if (offset > at) problems.note(at, offset - at, "an empty line stands before the start line", "RFC 9112 2.2");
  const line = readLine(bytes, offset);
  const start = line === null ? null : startLine.read(bytes, line, problems);
  if (line === null || start === null) {
    const isCut = line === null && startLine.mayBegin(bytes, offset);
    const { what, clause } = isCut ? startLine.cut : startLine.wrong;
    const brokenOff = problems.note(isCut ? bytes.length : offset, isCut ? 0 : (line?.end ?? bytes.length) - offset, what, clause);
    const next = isCut ? bytes.length : offset;
    const rest = { framing: "none" as const, body: bytes.subarray(next, next), bodyOffset: next, fields: [], trailers: [] };
    return {
      message: { ...startLine.unread, offset, length: next - offset, ...rest, complete: false, problem: problems.first, brokenOff },
      declared: null,
    };
  }
  const head = readFieldSection(bytes, line.next, "header", problems);
  const plan = planBody({ version: start.version, body: startLine.body(start) }, head.fields, problems);
  const body =
    head.brokenOff === null
      ? readBody(bytes, head.next, plan, end, problems)
      : { body: bytes.subarray(head.next, head.next), trailers: [], next: head.next, brokenOff: head.brokenOff };
  const message = {
    ...start,
    offset,
    length: body.next - offset,
    fields: head.fields,
    framing: plan.framing,
    body: body.body,
    bodyOffset: head.next,
    trailers: body.trailers,
    complete: body.brokenOff === null,
    problem: problems.first,
    brokenOff: body.brokenOff,
  };
  return { message, declared: plan.declared };
}
