// Readers of one field each: what came as JSON, or MalformedField. Whatever else an object holds is left behind.

import { isIPv4 } from "node:net";
import { CIRCLE } from "./identifier.js";
import type { Address, Ref } from "./ref.js";

/** A key and its values. */
export type Entry = [key: string, values: string[]];

export class MalformedField extends Error {}

export function readObject(value: unknown): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new MalformedField("no object");
  return value as Record<string, unknown>;
}

export function readString(value: unknown): string {
  if (typeof value !== "string") throw new MalformedField("no string");
  return value;
}

/** Counts, and `11.0` is 11: JSON knows one kind of number. */
export function readCount(value: unknown): number {
  if (typeof value !== "number" || !Number.isInteger(value) || value < 0) throw new MalformedField("no count");
  return value;
}

export function readIdentifier(value: unknown): number {
  const id = readCount(value);
  if (id >= CIRCLE) throw new MalformedField("not on the circle");
  return id;
}

export function readAddress(value: unknown): Address {
  const { host, port } = readObject(value);
  // A name would send us to DNS on a stranger's behalf.
  if (typeof host !== "string" || !isIPv4(host)) throw new MalformedField("no IPv4 literal");
  const number = readCount(port);
  if (number < 1 || number > 65535) throw new MalformedField("no port");
  return { host, port: number };
}

export function readRef(value: unknown): Ref {
  return { id: readIdentifier(readObject(value)["id"]), ...readAddress(value) };
}

export function readEntry(value: unknown): Entry {
  if (!Array.isArray(value) || value.length !== 2) throw new MalformedField("no pair of key and values");
  return [readString(value[0]), listOf(readString)(value[1])];
}

export function readNothing(value: unknown): undefined {
  if (value !== undefined) throw new MalformedField("something where nothing belongs");
}

export function listOf<T>(read: (value: unknown) => T): (value: unknown) => T[] {
  return (value) => {
    if (!Array.isArray(value)) throw new MalformedField("no list");
    return value.map(read);
  };
}

export function orNull<T>(read: (value: unknown) => T): (value: unknown) => T | null {
  return (value) => (value === null ? null : read(value));
}
