import { visibleByte } from "../text/visible.js";
import type { Difference } from "./verdict.js";

/** Visible chars shown on each side of the first byte that differs. */
const SIDE = 25;

/** The first offset at which the strings differ (that of the shorter's end, if it begins the other); -1 if they are equal. */
export function firstDifference(expected: string, actual: string): number {
  const common = Math.min(expected.length, actual.length);
  for (let i = 0; i < common; i++) if (expected.charCodeAt(i) !== actual.charCodeAt(i)) return i;
  return expected.length === actual.length ? -1 : common;
}

/**
 * Where two strings of bytes part, null if they are equal. Both excerpts begin at the same offset, and all before the caret
 * is the same in both, so that one caret line serves both: `..."abc"` means that bytes before were left out, `"abc"...` after.
 */
export function difference(expected: string, actual: string): Difference | null {
  const offset = firstDifference(expected, actual);
  if (offset < 0) return null;
  let from = offset;
  for (let room = SIDE; from > 0; from--) {
    room -= escaped(expected, from - 1).length;
    if (room < 0) break;
  }
  let head = from > 0 ? '..."' : '"';
  for (let i = from; i < offset; i++) head += escaped(expected, i);
  return { offset, expected: head + tail(expected, offset), actual: head + tail(actual, offset), caret: head.length };
}

function tail(text: string, offset: number): string {
  let shown = "";
  for (let i = offset; i < text.length; i++) {
    const next = escaped(text, i);
    if (shown.length + next.length > SIDE) return `${shown}"...`;
    shown += next;
  }
  return `${shown}"`;
}

/** One char, escaped; a char above 255 is no byte, but may stand in a view. */
function escaped(text: string, index: number): string {
  const code = text.charCodeAt(index);
  return code < 256 ? visibleByte(code) : `\\u{${code.toString(16)}}`;
}
