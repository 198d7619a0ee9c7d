import { sha1, type Seed } from "#harness";
import { isResponsible, keyId } from "./circle.js";

/** Members of a scripted ring by what they are to the student's peer, clockwise from it on: first, second, third, before, predecessor. */
export const BEFORE = ["before", "predecessor"] as const;
export const AFTER = ["first", "second", "third"] as const;
export type Role = (typeof BEFORE)[number] | (typeof AFTER)[number];

/** Identifiers clockwise: before, predecessor, the student's peer, first, second, third. */
export type Places = [number, number, number, number, number, number];

/** Peer 13 joins the course notes' ring of 1, 3, 4, 5, 8, 10, 12, 15. */
export const NOTES: { at: Places; others: readonly number[] } = { at: [10, 12, 13, 15, 1, 3], others: [4, 5, 8] };

/** Six places with room between them, all of five digits. Zero lies after the place numbered `zeroAfter`; 5: the first is the lowest. */
export function places(seed: Seed, zeroAfter = 5): Places {
  const ascending = Array.from({ length: 6 }, (_, slot) => 10_000 + slot * 9_000 + seed.int(2_000, 6_000));
  return ascending.map((_, index) => ascending[(index + 5 - zeroAfter) % 6]) as Places;
}

/** An identifier in the midst of the arc from `from` to `to`, clockwise; `part` 0 to 1. */
export function within(from: number, to: number, part = 0.5): number {
  return (from + Math.round(((to - from + 65_536) % 65_536) * part)) % 65_536;
}

/** A key whose identifier follows on `from` and is at most `to`, clockwise; read from the wrong bytes of the hash it would not. */
export function keyBetween(seed: Seed, from: number, to: number): string {
  for (;;) {
    const key = `${seed.word(5)} ${seed.int(10, 99)}`;
    if (isResponsible(from, to, keyId(key)) && !misreadIds(key).some((id) => isResponsible(from, to, id))) return key;
  }
}

/** What wrong bytes of a key's hash come to: the first two or the last two, with the low byte first or last. */
function misreadIds(key: string): number[] {
  const hash = sha1(key);
  return [hash.readUInt16LE(0), hash.readUInt16BE(18), hash.readUInt16LE(18)];
}

/** Several such keys, each with a value. */
export function pairsBetween(seed: Seed, from: number, to: number, count: number): [key: string, value: string][] {
  return Array.from({ length: count }, () => [keyBetween(seed, from, to), seed.word()]);
}
