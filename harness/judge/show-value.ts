import { oneLine, quoted } from "../text/visible.js";

/** Items or properties shown before the rest is counted. */
const SHOWN = 4;
/** Visible chars of a whole value. */
const WIDTH = 160;

/** A value of a view on one line, escaped and cut: texts of bytes quoted, lists and objects by their first parts. */
export function showValue(value: unknown, max = 80): string {
  return oneLine(show(value, max, 0), WIDTH);
}

function show(value: unknown, max: number, depth: number): string {
  if (value === undefined) return "nothing";
  if (typeof value === "string") return quoted(value, max);
  if (Array.isArray(value)) {
    if (depth > 2) return `[${value.length} items]`;
    return `[${some(
      value.map((_, i) => i),
      value.length,
      (i) => show(value[i], roomIn(max, value.length), depth + 1),
    )}]`;
  }
  if (typeof value === "object" && value !== null) {
    const keys = Object.keys(value);
    if (depth > 2) return `{${keys.length} properties}`;
    const inside = some(
      keys,
      keys.length,
      (key) => `${oneLine(key, 40)}: ${show((value as Record<string, unknown>)[key], roomIn(max, keys.length), depth + 1)}`,
    );
    return inside === "" ? "{}" : `{ ${inside} }`;
  }
  return String(value);
}

/** Bytes of one item: all the room if it is the only one. */
function roomIn(max: number, count: number): number {
  return count === 1 ? max : max / 2;
}

function some<T>(all: T[], count: number, text: (one: T) => string): string {
  const shown = all.slice(0, SHOWN).map(text);
  if (count > SHOWN) shown.push(`... ${count - SHOWN} more`);
  return shown.join(", ");
}

/** "1 byte", "3 bytes" */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
