import type { LineProblem } from "../mail/lines.js";

/** What may be wrong with a command line. */
export type CommandProblem =
  | LineProblem
  /** The stream ends within the line. */
  | "unfinished"
  | "unknown-verb"
  /** HELO or EHLO without a name, or with one that is neither a domain nor an address literal. */
  | "no-name"
  | "bad-name"
  | "no-brackets"
  | "bad-path"
  | "space-after-colon"
  | "trailing-space"
  /** DATA, QUIT or RSET with an argument. */
  | "surplus-argument"
  | "bad-syntax";
