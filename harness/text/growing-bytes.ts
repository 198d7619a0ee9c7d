/** Bytes that grow piece by piece, in time linear in all of them, however small the pieces. */
export class GrowingBytes {
  #memory: Buffer;
  #length = 0;

  /** With room for `expected` bytes before it has to move. */
  constructor(expected = 0) {
    this.#memory = Buffer.allocUnsafe(expected);
  }

  append(bytes: Uint8Array): void {
    const length = this.#length + bytes.length;
    if (length > this.#memory.length) {
      const memory = Buffer.allocUnsafe(Math.max(length, 2 * this.#memory.length));
      this.#memory.copy(memory, 0, 0, this.#length);
      this.#memory = memory;
    }
    this.#memory.set(bytes, this.#length);
    this.#length = length;
  }

  /** What has been appended; good until the next change. */
  get bytes(): Buffer {
    return this.#memory.subarray(0, this.#length);
  }

  /** Forgets all but what follows the first `count` bytes. */
  dropFirst(count: number): void {
    this.#memory = Buffer.from(this.#memory.subarray(count, this.#length));
    this.#length = this.#memory.length;
  }
}
