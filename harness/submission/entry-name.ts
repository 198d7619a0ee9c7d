import { oneLine } from "../text/visible.js";
import { Refusal } from "./refusal.js";

const LONGEST_PART_BYTES = 255;
/** Leaves room below PATH_MAX for wherever a submission is copied to. */
const LONGEST_NAME_BYTES = 1000;

/**
 * The parts of an entry's name, all below the folder it is unpacked to: "./src//a.c" is ["src", "a.c"], "./" is []. Throws a
 * Refusal of names that lead elsewhere, here or on any other system: a submission must mean the same to the student and to us.
 */
export function partsOf(name: string): string[] {
  if (name.includes("\0")) throw new Refusal("has a NUL in its name");
  if (name.includes("\\")) throw new Refusal("has a backslash in its name");
  if (name.startsWith("/")) throw new Refusal("has an absolute path");
  if (Buffer.byteLength(name) > LONGEST_NAME_BYTES) throw new Refusal(`has a name of more than ${LONGEST_NAME_BYTES} bytes`);
  const parts = name.split("/").filter((part) => part !== "" && part !== ".");
  if (parts.includes("..")) throw new Refusal('has ".." in its path');
  if (/^[A-Za-z]:/.test(parts[0] ?? "")) throw new Refusal("has the letter of a drive in its path");
  if (parts.some((part) => Buffer.byteLength(part) > LONGEST_PART_BYTES)) throw new Refusal(`has a name of more than ${LONGEST_PART_BYTES} bytes`);
  return parts;
}

/**
 * What nobody meant to hand in: what macOS puts beside files, and names that are not UTF-8, which are not copied from a
 * folder either.
 */
export function isLeftOut(parts: readonly string[]): boolean {
  const last = parts.at(-1) ?? "";
  return parts.includes("__MACOSX") || last === ".DS_Store" || last.startsWith("._") || parts.some((part) => part.includes("\uFFFD"));
}

/**
 * Throws a Refusal unless the target of a link stays below the folder that is `depth` folders above the link. Going up is
 * allowed only at the start: there each ".." leaves a real folder, while that of "a/.." would leave whatever "a" links to.
 */
export function checkTarget(target: string, depth: number): void {
  const refusal = new Refusal(`is a link to ${shown(target)}, out of the folder`);
  if (target === "" || /[\0\\]|^\/|^[A-Za-z]:/.test(target) || Buffer.byteLength(target) > LONGEST_NAME_BYTES) throw refusal;
  const parts = target.split("/").filter((part) => part !== "" && part !== ".");
  const firstDown = parts.findIndex((part) => part !== "..");
  const ups = firstDown < 0 ? parts.length : firstDown;
  if (ups > depth) throw refusal;
  if (parts.includes("..", ups)) throw new Refusal(`is a link to ${shown(target)}, which goes down and up again`);
}

/** A name in quotes, fit for a message of one line. */
export const shown = (name: string): string => `"${oneLine(name, 100)}"`;
