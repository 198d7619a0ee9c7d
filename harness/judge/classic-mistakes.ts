import { fromBinary, toBinary } from "../text/bytes.js";
import { quoted } from "../text/visible.js";
import { editOf } from "./line-mistakes.js";
import { plural } from "./show-value.js";

/** Above this many chars only the cheap recognitions are tried. */
const LARGE = 4 << 20;

/**
 * The mistake that turned `expected` into `actual`, as the end of a sentence that begins with the name of the text; null unless
 * that mistake alone explains every byte. A guess that is wrong once costs a student the night, so there are no guesses here.
 */
export function classicMistake(expected: string, actual: string): string | null {
  if (actual === "" || expected === "" || expected === actual) return null;
  const small = expected.length + actual.length <= LARGE;
  return ending(expected, actual) ?? (small ? (characters(expected, actual) ?? editOf(expected, actual)) : null) ?? amount(expected, actual);
}

/** What stands at the end, or between lines. */
function ending(expected: string, actual: string): string | null {
  if (actual + "\r\n" === expected) return "the CR LF at the end is missing";
  if (actual + "\n" === expected) return expected.endsWith("\r\n") ? "ends in a bare CR: the LF is missing" : "the LF at the end is missing";
  if (actual === expected + "\n") return "there is one LF too many at the end";
  if (actual === expected + "\r\n") return "there is a CR LF too many at the end";
  if (expected.endsWith("\n") && actual === expected.slice(0, -1) + "\0") return "ends in a NUL byte instead of the LF";
  if (actual === expected + "\0") return "is followed by a NUL byte: the end mark of a C string was sent with it";
  if (actual.startsWith(expected) && /^\0+$/.test(actual.slice(expected.length)))
    return `is followed by ${actual.length - expected.length} NUL bytes: a whole buffer of ${actual.length} bytes was sent, not only what it holds`;
  return null;
}

/** One mapping of characters, applied throughout. */
function characters(expected: string, actual: string): string | null {
  if (!expected.includes("\r") && actual === expected.replaceAll("\n", "\r\n")) return "a CR was added before each LF";
  if (expected.includes("\r\n") && actual === expected.replaceAll("\r\n", "\n")) return "lines end in a bare LF, expected CR LF";
  if (expected.includes("\n") && actual === expected.replaceAll("\n", "")) return "the LFs are missing, so that lines are merged";
  if (actual === expected.replaceAll("\n", "\n\n")) return "each LF came twice";
  if (/^b(['"]).*\1\n?$/s.test(actual) && !expected.startsWith("b'")) return "is Python's notation of bytes (b'...'), not the bytes: decode them first";
  return letters(expected, actual) ?? encoding(expected, actual);
}

function letters(expected: string, actual: string): string | null {
  if (expected.length !== actual.length || lower(expected) !== lower(actual)) return null;
  const wrong = new Set<string>();
  let right = 0;
  for (let i = 0; i < expected.length; i++) {
    if (expected[i] !== actual[i]) wrong.add(actual[i] ?? "");
    else if (/[a-z]/i.test(expected[i] ?? "")) right++;
  }
  const which = [...wrong].sort();
  const left = which.every((letter) => letter >= "a") ? "lower" : which.every((letter) => letter <= "Z") ? "upper" : null;
  if (left === null) return "differs only in upper and lower case";
  if (right === 0) return `the letters are in ${left} case, expected ${left === "lower" ? "upper" : "lower"} case`;
  return which.length <= 3 ? `is right but for ${which.join(", ")} in ${left} case` : `some letters are in ${left} case`;
}

/** ASCII only: the length stays, and bytes above 0x7f are nobody's letters. */
function lower(text: string): string {
  return text.replace(/[A-Z]+/g, (run) => run.toLowerCase());
}

/** Bytes taken for text, in the wrong encoding. */
function encoding(expected: string, actual: string): string | null {
  if (!/[\x80-\xff]/.test(expected) || /[^\0-\xff]/.test(expected)) return null;
  if (actual === toBinary(Buffer.from(expected, "utf8")))
    return "bytes above 0x7f were encoded as UTF-8 on the way out (each became two): they are bytes, not characters";
  if (actual === toBinary(Buffer.from(fromBinary(expected).toString("utf8"), "utf8")))
    return "bytes that are no valid UTF-8 were replaced by \\xef\\xbf\\xbd (U+FFFD): they are bytes, not text";
  if (actual === expected.replace(/[\x80-\xff]+/g, (run) => "?".repeat(run.length))) return "bytes above 0x7f were replaced by question marks";
  if (actual === expected.replace(/[\x80-\xff]+/g, "")) return "bytes above 0x7f were left out";
  return null;
}

/** Too little or too much of what is right otherwise. */
function amount(expected: string, actual: string): string | null {
  const over = actual.length - expected.length;
  const nul = expected.indexOf("\0");
  if (nul > 0 && actual.startsWith(expected.slice(0, nul)) && ["", "\n"].includes(actual.slice(nul)))
    return `ends at the NUL byte at offset ${nul}: bytes were taken for a C string`;
  if (actual.length === 2 * expected.length && actual === expected + expected) return "came twice";
  if (over < 0 && expected.startsWith(actual)) {
    if (isBufferSize(actual.length)) return `is cut off after ${actual.length} bytes, a buffer's size: ${plural(-over, "byte")} more expected`;
  }
  if (over < 0 && expected.endsWith(actual)) return `the first ${plural(-over, "byte")} of it are missing: ${quoted(expected.slice(0, -over), 24)}`;
  if (over > 0 && actual.endsWith(expected)) return `${plural(over, "byte")} stand before it that do not belong there: ${quoted(actual.slice(0, over), 24)}`;
  return null;
}

/** 128, 256, ... and one less (the last byte kept for NUL), and round thousands: nothing but a buffer ends there. */
function isBufferSize(length: number): boolean {
  const isPower = (n: number): boolean => n >= 128 && (n & (n - 1)) === 0;
  return isPower(length) || isPower(length + 1) || (length >= 1000 && length % 1000 === 0);
}
