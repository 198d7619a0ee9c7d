import { nameOf, type Ref } from "./ref.js";

/** For so many intervals others may still speak of a dead peer, who have not noticed yet. */
const INTERVALS = 3;

/** Peers that died or left a short while ago. What third parties say of them is not believed. */
export class TheDead {
  readonly #banMs: number;
  readonly #untilMs = new Map<string, number>();

  constructor(intervalMs: number) {
    this.#banMs = INTERVALS * intervalMs;
  }

  add(ref: Ref): void {
    for (const [name, untilMs] of this.#untilMs) if (untilMs <= performance.now()) this.#untilMs.delete(name);
    this.#untilMs.set(nameOf(ref), performance.now() + this.#banMs);
  }

  /** It spoke itself. */
  revive(ref: Ref): void {
    this.#untilMs.delete(nameOf(ref));
  }

  has(ref: Ref): boolean {
    return (this.#untilMs.get(nameOf(ref)) ?? 0) > performance.now();
  }
}
