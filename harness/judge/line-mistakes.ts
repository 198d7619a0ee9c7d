import { quoted } from "../text/visible.js";
import { plural } from "./show-value.js";

/** Mistakes made with spaces and whole lines; as in classic-mistakes.ts, only where they explain every byte. */
export function editOf(expected: string, actual: string): string | null {
  return spaces(expected, actual) ?? lines(expected, actual);
}

function spaces(expected: string, actual: string): string | null {
  const perLine = (change: (line: string) => string): string => expected.split("\n").map(change).join("\n");
  if (actual === perLine((line) => line.replace(/^[ \t]+|[ \t]+$/g, ""))) return "spaces at the beginning or end of a line were stripped";
  if (actual === expected.trim() && /^[ \t]|[ \t]\n?$/.test(expected)) return "spaces and line ends around the text were stripped";
  if (/[ \t]/.test(expected) && actual === expected.replace(/[ \t]+/g, "")) return "the spaces are missing";
  if (/ {2}/.test(expected) && actual === expected.replace(/ {2,}/g, " ")) return "several spaces in a row were made one";
  if (/^\n|\n\n/.test(expected) && actual === expected.replace(/\n+/g, "\n").replace(/^\n/, "")) return "empty lines were left out";
  return null;
}

function lines(expected: string, actual: string): string | null {
  const want = split(expected);
  const got = split(actual);
  if (want.length < 2) return null;
  if (want.length === got.length) return sorted(want) === sorted(got) ? "all lines came, in another order" : null;
  // One line, or several in a row, left out or repeated: the common head and tail of lines must cover the shorter side.
  let head = 0;
  while (head < Math.min(want.length, got.length) && want[head] === got[head]) head++;
  const gap = Math.abs(want.length - got.length);
  const [long, short] = want.length > got.length ? [want, got] : [got, want];
  for (let i = head; i < short.length; i++) if (long[i + gap] !== short[i]) return null;
  // What is missing at the very end has not come yet: that is said by how far the text goes.
  if (long === want) return head === got.length ? null : `${plural(gap, "line")} missing: ${shown(want, head, gap)}`;
  const repeated = got.slice(head, head + gap).every((line, i) => line === got[head - gap + i]);
  return repeated ? `${shown(got, head, gap)} came twice` : null;
}

function shown(all: string[], from: number, count: number): string {
  return `line ${from + 1}${count > 1 ? ` to ${from + count}` : ""} (${quoted(all.slice(from, from + count).join(""), 32)})`;
}

/** Lines with their LF; a last one without. */
function split(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function sorted(all: string[]): string {
  return all.toSorted().join("");
}
