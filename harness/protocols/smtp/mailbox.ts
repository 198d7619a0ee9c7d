import { isIPv4, isIPv6 } from "node:net";
import { ATEXT } from "../mail/grammar.js";

const DOT_STRING = new RegExp(`^[${ATEXT}]+(?:\\.[${ATEXT}]+)*$`);
const QUOTED_STRING = /^"(?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\[\x20-\x7e])*"$/;
const LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?";
const DOMAIN = new RegExp(`^${LABEL}(?:\\.${LABEL})*$`);

/** What stands before the @ (RFC 5321 4.1.2, 4.5.3.1.1). */
export function isLocalPart(text: string): boolean {
  return text.length <= 64 && (DOT_STRING.test(text) || QUOTED_STRING.test(text));
}

/** A domain name, or an address literal such as [127.0.0.1] or [IPv6:::1] (RFC 5321 4.1.2, 4.1.3, 4.5.3.1.2). */
export function isDomain(text: string): boolean {
  if (!text.startsWith("[")) return text.length <= 255 && DOMAIN.test(text);
  const literal = /^\[(.*)\]$/.exec(text)?.[1] ?? "";
  return isIPv4(literal) || (/^IPv6:/i.test(literal) && isIPv6(literal.slice(5)));
}
