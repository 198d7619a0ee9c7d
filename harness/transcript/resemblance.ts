import { asciiUpper } from "../text/bytes.js";

/**
 * Facts that tell whether a program does its work at all, well or badly, for checks that are not about exactness: a reply that lacks
 * its newline is a mistake about newlines, not one about serving a second client.
 */

function letters(binary: string): string {
  return binary.replace(/[^A-Za-z]+/g, "");
}

function capitals(binary: string): number {
  return binary.replace(/[^A-Z]+/g, "").length;
}

/** Whether `reply` holds the letters of `sent` in their order, more of them in upper case than were sent so. */
export function resemblesUpperCase(sent: string, reply: string): boolean {
  return asciiUpper(letters(reply)).includes(asciiUpper(letters(sent))) && capitals(reply) > capitals(sent);
}

/** How many of `texts` occur in `whole`, one after the other. */
export function occurInOrder(texts: readonly string[], whole: string): number {
  let from = 0;
  let count = 0;
  for (const text of texts) {
    const at = whole.indexOf(text, from);
    if (at < 0) continue;
    from = at + text.length;
    count++;
  }
  return count;
}

/** `count` of `all` in a word. */
export function share(count: number, all: number): "all" | "some" | "none" {
  return count === 0 ? "none" : count < all ? "some" : "all";
}

/** A line's start: enough to tell that it came, in whatever state. */
export function firstHalf(line: string): string {
  return line.trim().slice(0, Math.ceil(line.trim().length / 2));
}
