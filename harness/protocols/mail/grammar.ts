/** Pieces of the grammar of RFC 5322 3.2, over binary strings. Regular expressions that are repeated as a whole are kept to short texts. */

/** A character of an atom (RFC 5322 3.2.3), as in a class of a regular expression. */
export const ATEXT = "A-Za-z0-9!#$%&'*+\\-/=?^_`{|}~";

const DOT_ATOM = new RegExp(`[${ATEXT}]+(?:\\.[${ATEXT}]+)*`, "y");
const ATOM = new RegExp(`[${ATEXT}]+`, "y");
const QUOTED_STRING = /"(?:[\t \x21\x23-\x5b\x5d-\x7e]|\\[\t \x21-\x7e])*"/y;
const DOMAIN_LITERAL = /\[[\t \x21-\x5a\x5e-\x7e]*\]/y;
const WHITESPACE = /[\t ]*/y;

/** Reads a text from left to right. Each method takes what it is named for and returns it, or returns null and takes nothing. */
export class Cursor {
  at = 0;

  constructor(readonly text: string) {}

  get isAtEnd(): boolean {
    return this.at === this.text.length;
  }

  dotAtom(): string | null {
    return this.#take(DOT_ATOM);
  }

  atom(): string | null {
    return this.#take(ATOM);
  }

  /** With its quotes. */
  quotedString(): string | null {
    return this.#take(QUOTED_STRING);
  }

  /** With its brackets. */
  domainLiteral(): string | null {
    return this.#take(DOMAIN_LITERAL);
  }

  char(char: string): string | null {
    if (this.text[this.at] !== char) return null;
    this.at++;
    return char;
  }

  /** Past whitespace and comments, which may be nested (RFC 5322 3.2.2). */
  skipCfws(): void {
    for (;;) {
      this.#take(WHITESPACE);
      const end = this.#endOfComment();
      if (end === null) return;
      this.at = end;
    }
  }

  #endOfComment(): number | null {
    if (this.text[this.at] !== "(") return null;
    let depth = 0;
    for (let next = this.at; next < this.text.length; next++) {
      const char = this.text[next];
      if (char === "\\") next++;
      else if (char === "(") depth++;
      else if (char === ")" && --depth === 0) return next + 1;
    }
    return null;
  }

  #take(expression: RegExp): string | null {
    expression.lastIndex = this.at;
    const taken = expression.exec(this.text)?.[0] ?? null;
    if (taken !== null) this.at += taken.length;
    return taken;
  }
}
