import { createHash } from "node:crypto";

/** Not a power of two, nor a divisor of any buffer's size: a lost or doubled buffer shifts the stream against itself. */
const BLOCK_BYTES = 65_521;

/**
 * Much text that is never stored: lines of `lineBytes` (LF included) of letters drawn from `seed`, `length` bytes in all. Any
 * part can be made again from the seed, so a record holds offsets instead of bytes.
 */
export class SeededStream {
  readonly #block: Buffer;

  constructor(
    readonly seed: string,
    readonly length: number,
    readonly lineBytes: number,
    /** The same stream with a-z in upper case. */
    readonly upper = false,
  ) {
    const block = Buffer.alloc(BLOCK_BYTES);
    let digest = createHash("sha256").update(seed).digest();
    for (let at = 0; at < BLOCK_BYTES; at += digest.length) {
      digest = createHash("sha256").update(digest).digest();
      digest.copy(block, at);
    }
    // Letters from b to y, a quarter of them in upper case.
    for (let at = 0; at < BLOCK_BYTES; at++) {
      const byte = block[at] as number;
      block[at] = (upper || byte % 4 === 0 ? 66 : 98) + ((byte >> 2) % 24);
    }
    this.#block = block;
  }

  /** The bytes from `offset`, at most `count` of them and none past the end. */
  slice(offset: number, count: number): Buffer {
    const end = Math.min(this.length, offset + count);
    const bytes = Buffer.allocUnsafe(Math.max(0, end - offset));
    for (let at = offset; at < end;) {
      const start = at % BLOCK_BYTES;
      const copied = this.#block.copy(bytes, at - offset, start, Math.min(BLOCK_BYTES, start + end - at));
      at += copied;
    }
    const firstLf = offset + ((this.lineBytes - 1 - (offset % this.lineBytes) + this.lineBytes) % this.lineBytes);
    for (let at = firstLf; at < end; at += this.lineBytes) bytes[at - offset] = 10;
    return bytes;
  }

  get reference(): StreamReference {
    const { seed, length, lineBytes, upper } = this;
    return { seed, length, lineBytes, upper };
  }

  inUpperCase(): SeededStream {
    return new SeededStream(this.seed, this.length, this.lineBytes, true);
  }
}

/** What a record says of a stream; enough to make it again. */
export interface StreamReference {
  seed: string;
  length: number;
  lineBytes: number;
  upper: boolean;
}

/** Compares what comes with a stream, chunk by chunk, from its start on. Past the first byte that differs nothing matches. */
export class StreamMatcher {
  #offset = 0;
  #deviated = false;

  constructor(readonly stream: SeededStream) {}

  /** How many bytes have matched. */
  get offset(): number {
    return this.#offset;
  }

  /** The length of the chunk's start that continues the match; the rest deviates. */
  push(chunk: Buffer): number {
    if (this.#deviated) return 0;
    const expected = this.stream.slice(this.#offset, chunk.length);
    let same = chunk.length;
    if (expected.length !== chunk.length || !expected.equals(chunk)) {
      same = 0;
      while (same < expected.length && expected[same] === chunk[same]) same++;
      this.#deviated = same < chunk.length;
    }
    this.#offset += same;
    return same;
  }
}
