// The circle: identifiers run clockwise from 0 to 65535, and on to 0.

import { createHash } from "node:crypto";

export const CIRCLE = 2 ** 16;

/** The first 16 bits, big-endian, of the SHA-1 of the key's UTF-8. */
export function identifierOf(key: string): number {
  return createHash("sha1").update(key, "utf8").digest().readUInt16BE(0);
}

/** Steps from one identifier clockwise to the other: 0 to 65535. */
export function clockwise(from: number, to: number): number {
  return (to - from + CIRCLE) % CIRCLE;
}

/** On the open arc from `from` clockwise to `to`. If both are one point: anywhere but there. */
export function isBetween(from: number, id: number, to: number): boolean {
  const steps = clockwise(from, id);
  return steps > 0 && steps < (clockwise(from, to) || CIRCLE);
}

/** On the arc (from, to], which is what the peer `to` answers for after its predecessor `from`. One point: all of it. */
export function isInRange(from: number, id: number, to: number): boolean {
  return (clockwise(from, id) || CIRCLE) <= (clockwise(from, to) || CIRCLE);
}
