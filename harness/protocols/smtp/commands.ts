import { noteLine, readLine, type LineEnding, type MailLine } from "../mail/lines.js";
import { ProblemsByKind, type KindOfProblem, type ProblemNotes } from "../problem.js";
import type { CommandProblem } from "./command-problem.js";
import { isDomain } from "./mailbox.js";
import { readPath, type SmtpParameter, type SmtpPath } from "./path.js";

/**
 * A command line as a client sent it (RFC 5321 4.1). Texts are binary strings (one char per byte).
 *
 *     MAIL FROM:<a@b.example> SIZE=12\r\n       verb "MAIL", argument "FROM:<a@b.example> SIZE=12"
 */
export interface SmtpCommand {
  /** All of it, with its ending. */
  raw: string;
  /** In the stream. */
  offset: number;
  /** CRLF, LF alone, or none: the stream ends within the line. */
  ending: LineEnding;
  /** The first word, in upper case, known or not. */
  verb: string;
  /** What follows the verb and a space. */
  argument: string;
  /** Of MAIL and RCPT. */
  path: SmtpPath | null;
  parameters: SmtpParameter[];
  /** The first of each kind, in order; offsets count from the start of the stream. */
  problems: KindOfProblem<CommandProblem>[];
  /** The first of them all. */
  problem: KindOfProblem<CommandProblem> | null;
}

/** With its CRLF. */
const COMMAND_LINE = { bytes: 512, clause: "RFC 5321 4.5.3.1.4" };

/** The command at `at`, up to CRLF or LF alone; what is left of the stream if neither is there; null at the end of the stream. */
export function readCommand(bytes: Buffer, at: number): SmtpCommand | null {
  if (at >= bytes.length) return null;
  const line = readLine(bytes, at) ?? { offset: at, length: bytes.length - at, ending: "none" };
  return commandOf(bytes, line);
}

/** A line as a command. */
export function commandOf(bytes: Buffer, line: MailLine): SmtpCommand {
  const problems = new ProblemsByKind<CommandProblem>();
  const { offset, length, ending } = line;
  const text = bytes.toString("latin1", offset, offset + length);
  // ESMTP parameters may make it longer, by as much as each extension says (RFC 5321 4.1.2).
  const limit = /^(?:MAIL|RCPT) .*>? [0-9A-Z-]+=/i.test(text) ? { ...COMMAND_LINE, bytes: 1012 } : COMMAND_LINE;
  noteLine(bytes, line, limit, problems);
  if (ending === "none") problems.note("unfinished", offset + length, 0, "the command line has no end", "RFC 5321 2.3.8");
  const verb = /^[^ ]*/.exec(text)?.[0] ?? "";
  const argument = text.slice(verb.length + 1);
  const read = readArgument(verb.toUpperCase(), argument, { offset, length, argumentOffset: offset + verb.length + 1 }, problems);
  const { list } = problems;
  const raw = bytes.toString("latin1", offset, offset + length + (ending === "CRLF" ? 2 : ending === "none" ? 0 : 1));
  return { raw, offset, ending, verb: verb.toUpperCase(), argument, ...read, problems: list, problem: list[0] ?? null };
}

type Place = { offset: number; length: number; argumentOffset: number };
type Read = Pick<SmtpCommand, "path" | "parameters">;

const WITHOUT_ARGUMENT: Record<string, string> = { DATA: "RFC 5321 4.1.1.4", RSET: "RFC 5321 4.1.1.5", QUIT: "RFC 5321 4.1.1.10" };
const OTHERS = new Set(["VRFY", "EXPN", "HELP", "NOOP", "STARTTLS", "AUTH", "BDAT", "ETRN"]);

function readArgument(verb: string, argument: string, place: Place, problems: ProblemNotes<CommandProblem>): Read {
  const none = { path: null, parameters: [] };
  if (verb === "MAIL") return readPath("FROM", argument, place.argumentOffset, problems);
  if (verb === "RCPT") return readPath("TO", argument, place.argumentOffset, problems);
  if (verb === "HELO" || verb === "EHLO") noteName(verb, argument, place, problems);
  else if (WITHOUT_ARGUMENT[verb] !== undefined) noteSurplus(verb, argument, place, problems);
  else if (!OTHERS.has(verb)) problems.note("unknown-verb", place.offset, place.length, "the line begins with no command of SMTP", "RFC 5321 4.1.1");
  return none;
}

function noteName(verb: string, argument: string, { argumentOffset }: Place, problems: ProblemNotes<CommandProblem>): void {
  const name = argument.trim();
  const clause = "RFC 5321 4.1.1.1";
  if (name === "") return problems.note("no-name", argumentOffset - 1, argument.length, `${verb} stands without the client's name`, clause);
  if (!isDomain(name)) problems.note("bad-name", argumentOffset, argument.length, "the client's name is neither a domain nor an address literal", clause);
  else if (name !== argument) problems.note("trailing-space", argumentOffset, argument.length, "a space stands before or after the name", clause);
}

function noteSurplus(verb: string, argument: string, { offset, length, argumentOffset }: Place, problems: ProblemNotes<CommandProblem>): void {
  const clause = WITHOUT_ARGUMENT[verb] ?? "";
  if (argument.trim() !== "") problems.note("surplus-argument", argumentOffset, argument.length, `${verb} takes no argument`, clause);
  else if (length > verb.length) problems.note("trailing-space", offset + verb.length, length - verb.length, "the line ends with a space", clause);
}
