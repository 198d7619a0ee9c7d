import { Cursor } from "./grammar.js";

/** A mailbox of From, To or the like (RFC 5322 3.4): "Ann Lee <ann@a.example>". */
export interface MailAddress {
  /** Without quotes, encoded words as they are; null without one. */
  displayName: string | null;
  /** "ann@a.example", without comments and whitespace. */
  address: string;
}

/** More is taken for none, chars. */
const MOST_CHARS = 64 << 10;

/** Reads the value of From or To, unfolded; null if it is no list of mailboxes. Groups and obsolete forms are none. */
export function parseAddressList(value: string): MailAddress[] | null {
  if (value.length > MOST_CHARS) return null;
  const cursor = new Cursor(value);
  const addresses: MailAddress[] = [];
  do {
    const address = mailbox(cursor);
    if (address === null) return null;
    addresses.push(address);
  } while (cursor.char(",") !== null);
  return cursor.isAtEnd ? addresses : null;
}

function mailbox(cursor: Cursor): MailAddress | null {
  const start = cursor.at;
  const bare = addrSpec(cursor);
  if (bare !== null) return { displayName: null, address: bare };
  cursor.at = start;
  const displayName = phrase(cursor);
  if (cursor.char("<") === null) return null;
  const address = addrSpec(cursor);
  if (address === null || cursor.char(">") === null) return null;
  cursor.skipCfws();
  return { displayName, address };
}

/** local-part "@" domain (RFC 5322 3.4.1), with the comments and whitespace around its parts left out. */
function addrSpec(cursor: Cursor): string | null {
  cursor.skipCfws();
  const local = cursor.dotAtom() ?? cursor.quotedString();
  cursor.skipCfws();
  if (local === null || cursor.char("@") === null) return null;
  cursor.skipCfws();
  const domain = cursor.dotAtom() ?? cursor.domainLiteral();
  cursor.skipCfws();
  return domain === null ? null : `${local}@${domain}`;
}

/** Words before "<"; null if there are none. */
function phrase(cursor: Cursor): string | null {
  const words: string[] = [];
  for (;;) {
    cursor.skipCfws();
    const word = cursor.atom() ?? cursor.quotedString();
    if (word === null) return words.length === 0 ? null : words.join(" ");
    words.push(word.startsWith('"') ? word.slice(1, -1).replace(/\\(.)/g, "$1") : word);
  }
}
