import type { Seed } from "./seed.js";

/** How the bytes of a scenario are cut into segments: a dimension of every run, not a scenario of its own. */
export const MODES = ["whole", "bytes", "cuts"] as const;
export type Mode = (typeof MODES)[number];

/** What a mode is called in a sentence: "fails only ...". */
export const MODE_IN_WORDS: Record<Mode, string> = {
  whole: "when each write arrives whole",
  bytes: "byte by byte",
  cuts: "when the bytes are cut at other places",
};

/** Beyond so many bytes, byte-by-byte sending cuts the first of them only: it would take too long otherwise. */
const SINGLE_BYTES = 4096;
const LONGEST_PIECE = 1400;

/** `bytes` in the pieces of `mode`; together they are always the same bytes. */
export function cut(bytes: Buffer, mode: Mode, seed: Seed): Buffer[] {
  if (mode === "whole" || bytes.length <= 1) return [bytes];
  const pieces: Buffer[] = [];
  for (let offset = 0; offset < bytes.length;) {
    const length =
      mode === "bytes" ? (offset < SINGLE_BYTES ? 1 : bytes.length - offset) : seed.int(1, Math.max(1, Math.min(LONGEST_PIECE, Math.ceil(bytes.length / 2))));
    pieces.push(bytes.subarray(offset, offset + length));
    offset += length;
  }
  return pieces;
}
