import { createHash } from "node:crypto";

/** Inputs of a scenario, drawn from a seed: the same seed gives the same inputs, in the order they are asked for. */
export class Seed {
  #state: number;

  constructor(readonly text: string) {
    this.#state = createHash("sha256").update(text).digest().readUInt32LE(0);
  }

  /** Uniform in [0, 1): mulberry32, by Tommy Ettinger (public domain). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  pick<T>(values: readonly T[]): T {
    if (values.length === 0) throw new RangeError("nothing to pick from");
    return values[this.int(0, values.length - 1)] as T;
  }

  shuffle<T>(values: readonly T[]): T[] {
    const shuffled = [...values];
    for (let i = shuffled.length - 1; i > 0; i--) {
      const j = this.int(0, i);
      [shuffled[i], shuffled[j]] = [shuffled[j] as T, shuffled[i] as T];
    }
    return shuffled;
  }

  /** A lower-case word of `length` letters from b to y: a program that forgets a and z loses the checks that are about letters, no others. */
  word(length = this.int(3, 9)): string {
    return Array.from({ length }, () => String.fromCharCode(98 + this.int(0, 23))).join("");
  }

  /** `words` words between single spaces, in mixed case. */
  sentence(words = 4): string {
    return Array.from({ length: words }, () => this.word())
      .map((word) => (this.next() < 0.4 ? `${word[0]?.toUpperCase()}${word.slice(1)}` : word))
      .join(" ");
  }

  /** All letters from a to z in lower case, in any order, in two words. */
  alphabet(): string {
    const letters = this.shuffle([..."abcdefghijklmnopqrstuvwxyz"]).join("");
    const cut = this.int(8, 18);
    return `${letters.slice(0, cut)} ${letters.slice(cut)}`;
  }
}
