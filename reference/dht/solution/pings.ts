import type { Message } from "./message.js";
import { nameOf, type Ref } from "./ref.js";
import type { Wire } from "./wire.js";

/** Pings on their way. A pong may be late, or overtaken by the next: it counts for as long as its peer lives. */
export class Pings {
  readonly #self: Ref;
  readonly #wire: Wire;
  /** By peer: the `tx` of each ping since the last that was answered, oldest first. */
  readonly #unanswered = new Map<string, string[]>();

  constructor(self: Ref, wire: Wire) {
    this.#self = self;
    this.#wire = wire;
  }

  send(to: Ref): void {
    const tx = this.#wire.newTx();
    this.#unanswered.set(nameOf(to), [...this.#txs(to), tx]);
    this.#wire.send({ type: "ping", tx, from: this.#self }, to);
  }

  /** Whether the pong answers a ping of ours. It also answers for those before it. */
  isAnswered({ tx, from }: Message<"pong">): boolean {
    const index = this.#txs(from).indexOf(tx);
    if (index !== -1) this.#unanswered.set(nameOf(from), this.#txs(from).slice(index + 1));
    return index !== -1;
  }

  /** Pings in a row without answer. */
  unanswered(ref: Ref): number {
    return this.#txs(ref).length;
  }

  /** Forgets the pings to all others: their pongs come too late. */
  keepOnly(refs: Ref[]): void {
    const names = new Set(refs.map(nameOf));
    for (const name of this.#unanswered.keys()) if (!names.has(name)) this.#unanswered.delete(name);
  }

  forget(ref: Ref): void {
    this.#unanswered.delete(nameOf(ref));
  }

  #txs(ref: Ref): string[] {
    return this.#unanswered.get(nameOf(ref)) ?? [];
  }
}
