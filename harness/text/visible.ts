/**
 * Bytes as text that is safe to show anywhere: printable ASCII as it is, everything else escaped
 * (`\n`, `\t`, `\x1b`, `\\`). What a program sent can neither move a terminal's cursor nor inject markup or commands.
 */

const NAMED: Record<number, string> = { 9: "\\t", 10: "\\n", 13: "\\r", 92: "\\\\", 34: '\\"' };

/** One byte (0 to 255) as visible text. */
export function visibleByte(byte: number): string {
  const named = NAMED[byte];
  if (named !== undefined) return named;
  if (byte >= 0x20 && byte < 0x7f) return String.fromCharCode(byte);
  return `\\x${byte.toString(16).padStart(2, "0")}`;
}

/** A string of one char per byte ("binary string"), escaped, without quotes. Chars above 255 show as \u{...}. */
export function visible(binary: string): string {
  let text = "";
  for (const char of binary) {
    const code = char.codePointAt(0) ?? 0;
    text += code < 256 ? visibleByte(code) : `\\u{${code.toString(16)}}`;
  }
  return text;
}

/**
 * `binary` as at most about `max` visible chars between quotes; what is left out is said: `"abc"... (1048576 bytes)`.
 */
export function quoted(binary: string, max = 60): string {
  const whole = visible(binary.slice(0, max + 1));
  if (binary.length <= max && whole.length <= 4 * max) return `"${whole}"`;
  return `"${visible(binary.slice(0, max))}"... (${binary.length} bytes)`;
}

/**
 * What a reader cannot see, or not where it stands: controls, marks of direction and other format characters, ends of lines, halves of
 * surrogate pairs, noncharacters. XML 1.0 can hold hardly any of them. U+200C and U+200D are part of how some languages are spelt.
 */
const UNSEEN = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/gu;

/** Free text on one line with every unseen character escaped (`\x1b`, `\u{202e}`), all else as it is. Twice is the same as once. */
export function visibleText(text: string): string {
  return text.replace(UNSEEN, (char) => {
    const code = char.codePointAt(0) ?? 0;
    return code < 256 ? visibleByte(code) : `\\u{${code.toString(16)}}`;
  });
}

/**
 * Free text that also gives no orders where a report is printed into the log of a continuous integration: GitHub and Azure take
 * `::error::` after spaces at the start of a line, `##[error]` and `##vso[...]` anywhere, for commands. Twice is the same as once.
 */
export function inertText(text: string): string {
  // Lines may be broken at any space.
  return visibleText(text)
    .replace(/(^|\s)::(?=[a-z-]+(?: |::))/gi, "$1\\x3a:")
    .replace(/##(?=(?:vso)?\[)/gi, "#\\x23");
}

/** Free text of a program or a folder name on one line of a terminal or report: inert, quotes kept. */
export function oneLine(text: string, max = 200): string {
  const safe = inertText(text);
  // Not half of a pair, which would be no character.
  return safe.length > max ? `${safe.slice(0, max).replace(/[\ud800-\udbff]$/, "")}...` : safe;
}
