// Peers far round the circle, half of it, a quarter, an eighth, ... away: with them a `find` needs about log2(n) / 2
// hops instead of n / 2. Each is whoever is responsible there, found by `find`.

import { clockwise, isBetween } from "./identifier.js";
import { nameOf, type Ref } from "./ref.js";

/** Nobody pings them, so each is looked up again every interval and not used when that has failed twice. */
const FRESH_INTERVALS = 2;

export class Shortcuts {
  readonly #freshMs: number;
  readonly #known = new Map<string, { ref: Ref; heardMs: number }>();

  constructor(intervalMs: number) {
    this.#freshMs = FRESH_INTERVALS * intervalMs;
  }

  /** It has just answered itself. */
  heard(ref: Ref): void {
    this.#known.set(nameOf(ref), { ref, heardMs: performance.now() });
  }

  forget(ref: Ref): void {
    this.#known.delete(nameOf(ref));
  }

  all(): Ref[] {
    for (const [name, { heardMs }] of this.#known) {
      if (performance.now() - heardMs > this.#freshMs) this.#known.delete(name);
    }
    return [...this.#known.values()].map(({ ref }) => ref);
  }

  /** The one that is farthest from `from` clockwise and still before the identifier. */
  closestBefore(id: number, from: number): Ref | undefined {
    const before = this.all().filter((ref) => isBetween(from, ref.id, id));
    return before.sort((one, other) => clockwise(one.id, id) - clockwise(other.id, id))[0];
  }
}
