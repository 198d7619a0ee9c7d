import type { FirstProblem } from "./first-problem.js";
import { isToken, skipOws } from "./grammar.js";
import { noteLineEnds, textOf, type Line } from "./lines.js";

/** The forms of a request target (RFC 9112 3.2). */
export type TargetForm = "origin" | "absolute" | "authority" | "asterisk";

export interface RequestLine {
  method: string;
  /** As sent. */
  target: string;
  /** null if it is of no form. */
  form: TargetForm | null;
  version: string;
}

const VERSION = /^(HTTP)\/([0-9]+(?:\.[0-9]+)?)$/i;
/** No character of a URI without its fragment (RFC 3986 2), or a percent sign that no two digits follow. */
const NO_URI = /[^A-Za-z0-9\-._~:/?[\]@!$&'()*+,;=%]|%(?![0-9A-Fa-f]{2})/;

/** Reads a request line (RFC 9112 3); null if it is none. */
export function readRequestLine(bytes: Buffer, line: Line, problems: FirstProblem): RequestLine | null {
  const text = textOf(bytes, line);
  const parts = split(text);
  const [, http = "", version = ""] = VERSION.exec(text.slice(parts.versionAt, parts.end)) ?? [];
  if (http === "" || parts.methodEnd === 0) return null;
  noteLineEnds(bytes, line, problems);
  const note = (at: number, end: number, what: string, clause: string) => problems.note(line.start + at, end - at, what, clause);
  const method = text.slice(0, parts.methodEnd);
  const target = text.slice(parts.targetAt, parts.targetEnd);
  if (!isToken(method)) note(0, parts.methodEnd, "the method holds a character that no method may have", "RFC 9110 9.1");
  if (text.slice(parts.methodEnd, parts.targetAt) !== " ")
    note(parts.methodEnd, parts.targetAt, "the method is not followed by exactly one space", "RFC 9112 3");
  const form = formOf(method, target);
  const illegal = target.search(NO_URI);
  if (target === "") note(parts.targetAt, parts.targetAt, "the request line has no target", "RFC 9112 3");
  else if (illegal >= 0)
    note(parts.targetAt + illegal, parts.targetAt + illegal + 1, "the target holds a character that must be percent-encoded", "RFC 9112 3.2");
  else if (form === null) note(parts.targetAt, parts.targetEnd, "the target has none of the forms that this method takes", "RFC 9112 3.2");
  if (target !== "" && text.slice(parts.targetEnd, parts.versionAt) !== " ")
    note(parts.targetEnd, parts.versionAt, "the target is not followed by exactly one space", "RFC 9112 3");
  if (http !== "HTTP") note(parts.versionAt, parts.versionAt + 4, "HTTP is not written in capitals", "RFC 9112 2.3");
  if (!/^1\.[0-9]$/.test(version)) note(parts.versionAt + 5, parts.end, "the version is not of the form HTTP/1.1", "RFC 9112 2.3");
  if (parts.end < text.length) note(parts.end, text.length, "whitespace stands after the version", "RFC 9112 3");
  return { method, target, form: illegal >= 0 ? null : form, version };
}

/** The method ends at the first whitespace, the version begins after the last: a target with spaces lies between. */
function split(text: string): { methodEnd: number; targetAt: number; targetEnd: number; versionAt: number; end: number } {
  const methodEnd = Math.max(0, text.search(/[ \t]/));
  const targetAt = skipOws(text, methodEnd);
  const end = beforeOws(text, text.length);
  const versionAt = Math.max(text.lastIndexOf(" ", end - 1), text.lastIndexOf("\t", end - 1)) + 1;
  return { methodEnd, targetAt, targetEnd: Math.max(targetAt, beforeOws(text, versionAt)), versionAt: Math.max(versionAt, targetAt), end };
}

function beforeOws(text: string, end: number): number {
  let at = end;
  while (at > 0 && (text[at - 1] === " " || text[at - 1] === "\t")) at--;
  return at;
}

function formOf(method: string, target: string): TargetForm | null {
  if (method === "CONNECT") return /^(?:[^/?@[\]:]+|\[[0-9A-Fa-f:.]+\]):[0-9]+$/.test(target) ? "authority" : null;
  if (target === "*") return method === "OPTIONS" ? "asterisk" : null;
  if (target.startsWith("/")) return "origin";
  return /^[A-Za-z][A-Za-z0-9+\-.]*:./.test(target) ? "absolute" : null;
}
