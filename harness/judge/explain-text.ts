import { quoted, visible } from "../text/visible.js";
import { classicMistake } from "./classic-mistakes.js";
import { difference, firstDifference } from "./difference.js";
import type { Finding } from "./finding.js";
import { plural } from "./show-value.js";

/** Why one text of bytes is not the other; `label` names it ("reply"). */
export function explainText(label: string, path: string[], expected: string, actual: string): Finding {
  const offset = Math.max(0, firstDifference(expected, actual));
  const mistake = classicMistake(expected, actual);
  return {
    kind: actual === "" ? "nothing" : expected.startsWith(actual) ? "short" : "other",
    recognised: mistake !== null,
    message: `${label}: ${mistake === null ? plainly(expected, actual, offset) : `${mistake}${where(expected, actual, offset)}`}`,
    expected: expected === "" ? "nothing" : quoted(expected, 120),
    actual: actual === "" ? "nothing" : quoted(actual, 120),
    difference: actual === "" || expected === "" ? null : difference(expected, actual),
    path,
    place: { text: actual, offset },
  };
}

function plainly(expected: string, actual: string, offset: number): string {
  if (actual === "") return `nothing came, expected ${quoted(expected, 40)}`;
  if (expected === "") return `expected nothing, got ${quoted(actual, 40)}`;
  if (offset === actual.length) return `ends after ${plural(offset, "byte")}, expected ${expected.length - offset} more: ${quoted(expected.slice(offset), 24)}`;
  if (offset === expected.length)
    return `${plural(actual.length - offset, "byte")} too many after ${quoted(expected.slice(-24), 24)}: ${quoted(actual.slice(offset), 24)}`;
  if (offset === 0 && isWord(expected) && isWord(actual)) return `expected ${quoted(expected, 40)}, got ${quoted(actual, 40)}`;
  const lengths = expected.length === actual.length ? "" : ` (${actual.length} bytes in all, expected ${expected.length})`;
  return `wrong from offset ${offset} on: expected ${one(expected, offset)}, got ${one(actual, offset)}${lengths}`;
}

/** A name or a short word, which is seen at a glance: no offset helps where nothing is alike. */
const isWord = (text: string): boolean => /^[a-z][a-z0-9 ]{0,23}$/i.test(text);

/** A mistake within a long text is hard to see: say where the first one is. */
function where(expected: string, actual: string, offset: number): string {
  const inside = offset > 0 && offset < actual.length && offset < expected.length;
  return inside && actual.length > 24 ? ` (first at offset ${offset})` : "";
}

/** One byte, as text and in hex: `"e" (0x65)`. */
function one(text: string, offset: number): string {
  const char = text.charAt(offset);
  const code = text.charCodeAt(offset);
  return code > 0x20 && code < 0x7f ? `"${visible(char)}" (0x${code.toString(16)})` : `"${visible(char)}"`;
}
