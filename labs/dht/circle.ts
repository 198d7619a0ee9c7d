import { sha1 } from "#harness";

/** Identifiers lie on a circle of 2^16. */
const SPACE = 1 << 16;

/** How far it is clockwise from `from` to `to`: 0 to 2^16 - 1. */
export function distance(from: number, to: number): number {
  return (to - from + SPACE) % SPACE;
}

/** Whether `id` is met strictly between `from` and `to`, clockwise; where both are the same, everywhere else. */
export function isBetween(from: number, id: number, to: number): boolean {
  if (from === to) return id !== from;
  return distance(from, id) > 0 && distance(from, id) < distance(from, to);
}

/** Whether whoever follows on `predecessor` and is called `own` is responsible for `id`: the arc with its end, without its beginning. */
export function isResponsible(predecessor: number, own: number, id: number): boolean {
  return id === own || isBetween(predecessor, id, own);
}

/** The closest successor of `id` among `ids`: the first at or after it, clockwise. */
export function closestSuccessor<T extends { id: number }>(peers: readonly T[], id: number): T | undefined {
  return peers.toSorted((a, b) => distance(id, a.id) - distance(id, b.id))[0];
}

/** The identifier of a key: the first 16 bits of its SHA-1, big-endian. */
export function keyId(key: string): number {
  return sha1(key).readUInt16BE(0);
}
