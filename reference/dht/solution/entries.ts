import { identifierOf } from "./identifier.js";
import { MAX_DATAGRAM } from "./message.js";
import type { Entry } from "./read-field.js";

/** Room for what stands around the entries of a datagram. */
const ENVELOPE = 256;

/** Keys, each with a set of values. */
export class Entries {
  readonly #values = new Map<string, Set<string>>();

  get size(): number {
    return this.#values.size;
  }

  valuesOf(key: string): string[] {
    return [...(this.#values.get(key) ?? [])];
  }

  add([key, values]: Entry): void {
    const known = this.#values.get(key) ?? new Set();
    for (const value of values) known.add(value);
    if (known.size > 0) this.#values.set(key, known);
  }

  remove([key, values]: Entry): void {
    const known = this.#values.get(key);
    for (const value of values) known?.delete(value);
    if (known?.size === 0) this.#values.delete(key);
  }

  /** The entries whose identifier is such. */
  where(holds: (id: number) => boolean): Entry[] {
    const keys = [...this.#values.keys()].filter((key) => holds(identifierOf(key)));
    return keys.map((key) => [key, this.valuesOf(key)]);
  }
}

/** Divides entries among datagrams; a key with many values may stand in several. */
export function packEntries(entries: Entry[]): Entry[][] {
  const packs: Entry[][] = [];
  let room = 0;
  for (const [key, values] of entries) {
    for (const value of values) {
      const bytes = Buffer.byteLength(JSON.stringify([key, [value]])) + 1;
      if (packs.length === 0 || bytes > room) {
        packs.push([]);
        room = MAX_DATAGRAM - ENVELOPE;
      }
      packs.at(-1)!.push([key, [value]]);
      room -= bytes;
    }
  }
  return packs;
}
