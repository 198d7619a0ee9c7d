/**
 * Pieces of the grammar of RFC 9110 5.6, over binary strings. Regular expressions here and beside repeat single classes of
 * characters only: an alternation that is repeated over megabytes throws RangeError. So does a single class now and then, after some five
 * million characters: what may be that long is read in steps.
 */

const TOKEN = /[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,10000}/y;
const QDTEXT = /[\t \x21\x23-\x5b\x5d-\x7e\x80-\xff]{1,10000}/y;
const QUOTED_CHAR = /[\t \x21-\x7e\x80-\xff]/;
const OWS = /[\t ]{1,10000}/y;

/** Where the matches of a sticky expression end that follow each other from `at` on; `at` itself if there is none. */
function endOf(expression: RegExp, text: string, at: number): number {
  for (let end = at; ; end = expression.lastIndex) {
    expression.lastIndex = end;
    if (!expression.test(text)) return end;
  }
}

/** Where the token at `at` ends (RFC 9110 5.6.2); `at` if there is none. */
export function endOfToken(text: string, at: number): number {
  return endOf(TOKEN, text, at);
}

export function isToken(text: string): boolean {
  return text !== "" && endOfToken(text, 0) === text.length;
}

/** Past optional whitespace (RFC 9110 5.6.3). */
export function skipOws(text: string, at: number): number {
  return endOf(OWS, text, at);
}

/** Where the quoted string at `at` ends, past its last quote (RFC 9110 5.6.4); `at` if there is none. */
export function endOfQuotedString(text: string, at: number): number {
  if (text[at] !== '"') return at;
  let next = at + 1;
  for (;;) {
    next = endOf(QDTEXT, text, next);
    if (text[next] === '"') return next + 1;
    if (text[next] !== "\\" || !QUOTED_CHAR.test(text[next + 1] ?? "")) return at;
    next += 2;
  }
}

/** A quoted string without its quotes and backslashes; a token as it is. */
export function unquote(text: string): string {
  return text.startsWith('"') ? text.slice(1, -1).replace(/\\([\s\S])/g, "$1") : text;
}

/** Without spaces and tabs at both ends; `trim` would take other whitespace too. */
export function trimOws(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && isOws(text[start])) start++;
  while (end > start && isOws(text[end - 1])) end--;
  return text.slice(start, end);
}

function isOws(char: string | undefined): boolean {
  return char === " " || char === "\t";
}
