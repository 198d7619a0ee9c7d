import type { FirstProblem } from "./first-problem.js";
import { noteLineEnds, textOf, type Line } from "./lines.js";

export interface StatusLine {
  /** "1.1" */
  version: string;
  status: number;
  reason: string;
}

const STRICT = /^HTTP\/([0-9]\.[0-9]) ([0-9]{3}) ([\t \x21-\x7e\x80-\xff]*)$/;
/** What can still be understood: other case, no minor version, more or other whitespace, whatever reason. */
const LENIENT = /^(HTTP)\/([0-9]+(?:\.[0-9]+)?)([ \t]+)([0-9]{3})(?:([ \t])([\s\S]*))?$/i;

/** Reads a status line (RFC 9112 4); null if it is none. */
export function readStatusLine(bytes: Buffer, line: Line, problems: FirstProblem): StatusLine | null {
  const text = textOf(bytes, line);
  const match = LENIENT.exec(text);
  if (match === null) return null;
  noteLineEnds(bytes, line, problems);
  const [, name = "", version = "", gap = "", status = "", space, reason = ""] = match;
  const at = line.start;
  const afterStatus = at + name.length + 1 + version.length + gap.length + status.length;
  if (name !== "HTTP") problems.note(at, name.length, "HTTP is not written in capitals", "RFC 9112 2.3");
  if (!/^1\.[0-9]$/.test(version)) problems.note(at + 5, version.length, "the version is not of the form HTTP/1.1", "RFC 9112 2.3");
  if (gap !== " ") problems.note(at + 5 + version.length, gap.length, "the version is not followed by exactly one space", "RFC 9112 4");
  if (status < "100" || status > "599") problems.note(afterStatus - 3, 3, "the status code is not between 100 and 599", "RFC 9110 15");
  if (space === undefined) problems.note(afterStatus, 0, "the space after the status code is missing (it stands there even without a reason)", "RFC 9112 4");
  else if (space === "\t") problems.note(afterStatus, 1, "the status code is followed by a tab, not by a space", "RFC 9112 4");
  else if (!STRICT.test(text)) noteReason(reason, afterStatus + 1, problems);
  return { version, status: Number(status), reason };
}

function noteReason(reason: string, offset: number, problems: FirstProblem): void {
  // oxlint-disable-next-line no-control-regex
  const at = reason.search(/[\0-\x08\x0a-\x0c\x0e-\x1f\x7f]/);
  if (at >= 0) problems.note(offset + at, 1, "the reason phrase holds a control character", "RFC 9112 4");
}

/** Whether a status line may begin at `at`, by its first five bytes, or as many as have come. */
export function mayBeStatusLine(bytes: Buffer, at: number): boolean {
  const begin = bytes.toString("latin1", at, at + 5).toUpperCase();
  return "HTTP/".startsWith(begin);
}
