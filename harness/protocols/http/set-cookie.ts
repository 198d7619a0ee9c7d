import { fieldsNamed, type HasFields } from "./field-values.js";
import { isToken, trimOws } from "./grammar.js";
import { parseHttpDate } from "./http-date.js";

export interface SetCookie {
  name: string;
  /** As sent, with quotes if it has any: so a client sends it back. */
  value: string;
  /** Names in lower case; of a name that comes twice the last, as clients do. */
  attributes: Map<string, string>;
  /** The first breach of what servers may send (RFC 6265 4.1.1): a sentence for the student; clients understand the rest all the same (5.2). */
  problem: string | null;
}

/** No cookie-octet (RFC 6265 4.1.1), over binary strings. */
const NO_COOKIE_OCTET = /[^\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]/;
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\0-\x1f\x7f]/;

/** All cookies that a response sets, in order, less what a client would ignore. */
export function cookiesSet(response: HasFields): SetCookie[] {
  return fieldsNamed(response, "Set-Cookie").flatMap(({ value }) => parseSetCookie(value) ?? []);
}

/** Reads the value of a Set-Cookie field; null where a client would ignore all of it (RFC 6265 5.2). */
export function parseSetCookie(text: string): SetCookie | null {
  const [pair = "", ...rest] = text.split(";");
  const equals = pair.indexOf("=");
  const name = trimOws(pair.slice(0, Math.max(0, equals)));
  if (name === "") return null;
  const value = trimOws(pair.slice(equals + 1));
  const attributes = new Map<string, string>();
  let problem = problemOfPair(pair, name, value);
  for (const part of rest) {
    const attribute = trimOws(part);
    const at = attribute.indexOf("=");
    const key = trimOws(at < 0 ? attribute : attribute.slice(0, at)).toLowerCase();
    const content = at < 0 ? "" : trimOws(attribute.slice(at + 1));
    problem ??= problemOfAttribute(part, key, content, attributes.has(key));
    attributes.set(key, content);
  }
  return { name, value, attributes, problem };
}

function problemOfPair(pair: string, name: string, value: string): string | null {
  if (!isToken(name)) return "the cookie's name holds a character that no name may have";
  if (pair !== `${name}=${value}`) return "whitespace stands around the cookie's name or value";
  const octets = value.length >= 2 && value.startsWith('"') && value.endsWith('"') ? value.slice(1, -1) : value;
  return NO_COOKIE_OCTET.test(octets) ? "the cookie's value holds a character that no value may have (a space, a comma, a quote, a backslash)" : null;
}

function problemOfAttribute(part: string, key: string, content: string, again: boolean): string | null {
  if (key === "") return "an attribute of the cookie is empty";
  if (!/^ [^ \t]/.test(part) || /[ \t]$/.test(part)) return "an attribute of the cookie is not preceded by a semicolon and one space";
  if (CONTROL.test(part)) return "an attribute of the cookie holds a control character";
  if (again) return `the cookie has its attribute twice: ${isToken(key) ? key : "?"}`;
  if (key === "expires" && parseHttpDate(content).form !== "imf-fixdate") return "Expires is not a date like Sun, 06 Nov 1994 08:49:37 GMT";
  // 0 is not in the grammar, but everyone who deletes a cookie sends it.
  if (key === "max-age" && !/^(?:0|[1-9][0-9]*)$/.test(content)) return "Max-Age is not a number of seconds";
  if ((key === "secure" || key === "httponly") && content !== "") return "Secure and HttpOnly have no value";
  return null;
}
