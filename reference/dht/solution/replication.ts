// Copies of our entries at both successors. The first of them is our heir: when we die its range grows over ours, and it
// has our entries already. Values are only ever added, so a copy may be incomplete for a moment but is never wrong.

import { packEntries, type Entries } from "./entries.js";
import { isInRange } from "./identifier.js";
import type { Message } from "./message.js";
import { isSame, type Ref } from "./ref.js";
import type { Entry } from "./read-field.js";
import type { Ring } from "./ring.js";
import type { Wire } from "./wire.js";

export class Replication {
  readonly #ring: Ring;
  readonly #wire: Wire;
  readonly #entries: Entries;
  readonly #copies: Entries;
  #holders: Ref[] = [];

  /** `copies`: of others' entries, which we hold. */
  constructor(ring: Ring, wire: Wire, entries: Entries, copies: Entries) {
    this.#ring = ring;
    this.#wire = wire;
    this.#entries = entries;
    this.#copies = copies;
  }

  /** Gives entries of ours that are new to both successors. They leave before this returns. */
  copy(entries: Entry[]): void {
    const packs = packEntries(entries);
    for (const holder of this.#holders) {
      for (const pack of packs) void this.#wire.ask({ type: "replicate", entries: pack }, holder);
    }
  }

  /** Gives a successor that is new all that we have. */
  meetSuccessors(): void {
    const before = this.#holders;
    this.#holders = this.#ring.otherSuccessors;
    for (const holder of this.#holders) if (!before.some((one) => isSame(one, holder))) void this.#copyAll(holder);
  }

  /** Our range may have grown over what we hold copies of, and over what a leaving predecessor gave us. */
  inherit(formerStart: number): void {
    const { self } = this.#ring;
    this.#takeCopies();
    this.copy(this.#entries.where((id) => this.#ring.owns(id) && !isInRange(formerStart, id, self.id)));
  }

  keep({ entries }: Message<"replicate">): void {
    for (const entry of entries) this.#copies.add(entry);
    this.#takeCopies();
  }

  /** What is ours is no copy. */
  #takeCopies(): void {
    for (const entry of this.#copies.where((id) => this.#ring.owns(id))) {
      this.#entries.add(entry);
      this.#copies.remove(entry);
    }
  }

  async #copyAll(holder: Ref): Promise<void> {
    for (const pack of packEntries(this.#entries.where((id) => this.#ring.owns(id)))) {
      if (!(await this.#wire.ask({ type: "replicate", entries: pack }, holder))) return;
    }
  }
}
