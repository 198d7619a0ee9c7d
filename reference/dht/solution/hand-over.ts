// Entries that belong to the predecessor, or to somebody before it: on their way there by `transfer`.

import { packEntries, type Entries } from "./entries.js";
import { identifierOf } from "./identifier.js";
import type { Entry } from "./read-field.js";
import type { Ring } from "./ring.js";
import type { Wire } from "./wire.js";

export class HandOver {
  readonly #ring: Ring;
  readonly #wire: Wire;
  readonly #entries: Entries;
  readonly #copies: Entries;
  readonly #keys = new Set<string>();
  #isRunning = false;

  /** `copies`: where entries go that are no longer ours. */
  constructor(ring: Ring, wire: Wire, entries: Entries, copies: Entries) {
    this.#ring = ring;
    this.#wire = wire;
    this.#entries = entries;
    this.#copies = copies;
  }

  /** The first datagram leaves before this returns. */
  begin(entries: Entry[]): void {
    for (const [key] of entries) this.#keys.add(key);
    if (!this.#isRunning) void this.#run();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    for (let pack = this.#nextPack(); pack; pack = this.#nextPack()) {
      // Asked for each time anew: whoever did not answer may no longer be our predecessor. Without one they wait here.
      const to = this.#ring.otherPredecessor;
      if (!to) break;
      if (await this.#wire.ask({ type: "transfer", entries: pack }, to, { sends: 1 })) this.#release(pack);
    }
    this.#isRunning = false;
  }

  #nextPack(): Entry[] | undefined {
    for (const key of this.#keys) {
      if (this.#ring.owns(identifierOf(key)) || this.#entries.valuesOf(key).length === 0) this.#keys.delete(key);
    }
    return packEntries([...this.#keys].map((key) => [key, this.#entries.valuesOf(key)]))[0];
  }

  /** Only what was acknowledged; and it may have become ours while we waited. */
  #release(pack: Entry[]): void {
    for (const entry of pack.filter(([key]) => !this.#ring.owns(identifierOf(key)))) {
      this.#copies.add(entry);
      this.#entries.remove(entry);
    }
  }
}
