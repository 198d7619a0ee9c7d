import { Cursor } from "./grammar.js";

/** It cannot be folded (RFC 5322 2.1.1, 3.6.4). */
const MOST_CHARS = 998;

/** Whether the value, unfolded, is a message identifier: "<left@right>" (RFC 5322 3.6.4). */
export function isMessageId(value: string): boolean {
  if (value.length > MOST_CHARS) return false;
  const cursor = new Cursor(value);
  cursor.skipCfws();
  if (cursor.char("<") === null || cursor.dotAtom() === null || cursor.char("@") === null) return false;
  if ((cursor.dotAtom() ?? cursor.domainLiteral()) === null || cursor.char(">") === null) return false;
  cursor.skipCfws();
  return cursor.isAtEnd;
}
