import type { ProblemNotes } from "../problem.js";
import type { CommandProblem } from "./command-problem.js";
import { isDomain, isLocalPart } from "./mailbox.js";

/** The path of `MAIL FROM:<a@b>` or `RCPT TO:<a@b>` (RFC 5321 4.1.2). */
export interface SmtpPath {
  /** As sent, with its brackets. */
  text: string;
  /** Of `text` in the stream. */
  offset: number;
  brackets: boolean;
  /** `MAIL FROM: <a@b>`: not allowed, but widely done. */
  spaceAfterColon: boolean;
  /** Without brackets; empty for the null path `<>`. */
  mailbox: string;
}

export interface SmtpParameter {
  /** In upper case. */
  keyword: string;
  /** null without "=". */
  value: string | null;
}

export interface PathAndParameters {
  path: SmtpPath | null;
  parameters: SmtpParameter[];
}

/** Which word stands before the colon. */
export type PathWord = "FROM" | "TO";

/** Reads what follows MAIL or RCPT; `offset` is that of `argument` in the stream. Without the word or the colon there is no path. */
export function readPath(word: PathWord, argument: string, offset: number, problems: ProblemNotes<CommandProblem>): PathAndParameters {
  const clause = word === "FROM" ? "RFC 5321 4.1.1.2" : "RFC 5321 4.1.1.3";
  const start = new RegExp(`^${word} ?:`, "i").exec(argument)?.[0];
  if (start === undefined) {
    problems.note("bad-syntax", offset, argument.length, `the word ${word}: is missing before the path`, clause);
    return { path: null, parameters: [] };
  }
  if (start.length > word.length + 1) problems.note("bad-syntax", offset + word.length, 1, "a space stands before the colon", clause);
  const space = / */.exec(argument.slice(start.length))?.[0].length ?? 0;
  if (space > 0) problems.note("space-after-colon", offset + start.length, space, "a space stands between the colon and the path", "RFC 5321 3.3");
  const at = start.length + space;
  const end = endOfPath(argument, at);
  const text = argument.slice(at, end);
  const brackets = text.length > 1 && text.startsWith("<") && text.endsWith(">");
  const mailbox = brackets ? text.slice(1, -1) : text.replace(/^<|>$/g, "");
  const path = { text, offset: offset + at, brackets, spaceAfterColon: space > 0, mailbox };
  if (!brackets) problems.note("no-brackets", path.offset, text.length, "the path does not stand in angle brackets", "RFC 5321 4.1.2");
  notePath(word, path, problems);
  return { path, parameters: readParameters(argument.slice(end), offset + end, problems) };
}

/** Past the closing bracket, or before the first space outside of a quoted string. */
function endOfPath(argument: string, at: number): number {
  const end = argument[at] === "<" ? ">" : " ";
  let quoted = false;
  for (let next = at; next < argument.length; next++) {
    const char = argument[next];
    if (char === '"') quoted = !quoted;
    else if (char === "\\" && quoted) next++;
    else if (char === end && !quoted) return end === ">" ? next + 1 : next;
  }
  return argument.length;
}

function notePath(word: PathWord, { mailbox, offset, brackets, text }: SmtpPath, problems: ProblemNotes<CommandProblem>): void {
  if (mailbox === "" && word === "FROM" && brackets) return;
  // "Postmaster" needs no domain (RFC 5321 4.1.1.3).
  if (word === "TO" && /^postmaster$/i.test(mailbox)) return;
  const at = mailbox.lastIndexOf("@");
  // A source route is to be accepted, and ignored (RFC 5321 4.1.2).
  const local = mailbox.slice(0, Math.max(0, at)).replace(/^@[^:]*:/, "");
  if (at <= 0 || !isLocalPart(local) || !isDomain(mailbox.slice(at + 1)))
    problems.note("bad-path", offset, text.length, "the path holds no mail address, that is a local part, @ and a domain", "RFC 5321 4.1.2");
}

const PARAMETER = /^([0-9A-Za-z][0-9A-Za-z-]*)(?:=([\x21-\x3c\x3e-\x7e]+))?$/;

function readParameters(text: string, offset: number, problems: ProblemNotes<CommandProblem>): SmtpParameter[] {
  if (text === "") return [];
  if (!text.startsWith(" ")) problems.note("bad-syntax", offset, text.length, "something stands right after the path", "RFC 5321 4.1.2");
  const rest = text.replace(/^ /, "");
  if (/^ *$/.test(rest)) {
    problems.note("trailing-space", offset, text.length, "the line ends with a space", "RFC 5321 4.1.1");
    return [];
  }
  let at = offset + text.length - rest.length;
  return rest.split(" ").flatMap((word) => {
    const [, keyword, value = null] = PARAMETER.exec(word) ?? [];
    if (keyword === undefined) problems.note("bad-syntax", at, word.length, "what follows the path is no parameter", "RFC 5321 4.1.2");
    at += word.length + 1;
    return keyword === undefined ? [] : [{ keyword: keyword.toUpperCase(), value }];
  });
}
