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

/** Free text of a program or a folder name on one line of a terminal or report: control characters escaped, quotes kept. */
export function oneLine(text: string, max = 200): string {
  // eslint-disable-next-line no-control-regex
  const safe = text.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, (char) => {
    const code = char.charCodeAt(0);
    return code < 256 ? visibleByte(code) : `\\u{${code.toString(16)}}`;
  });
  return safe.length > max ? `${safe.slice(0, max)}...` : safe;
}
