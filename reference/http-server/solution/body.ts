// The body of a request, piece by piece as it arrives: `for await (const piece of request.body)`. A body is never held
// as a whole here; how much of it to keep is for the reader to say.

import { HttpError } from "./http-error.js";
import type { Incoming } from "./incoming.js";

const PIECE = 64 * 1024;
const MAX_CHUNK_LINE = 4 * 1024;
const MAX_TRAILER = 64 * 1024;

/** A body that nobody wanted is read up to so many bytes to keep the connection. To close is cheaper beyond that. */
const MAX_SKIP = 256 * 1024;

export class Body {
  readonly #incoming: Incoming;
  readonly #isChunked: boolean;
  readonly #idleMs: number;
  /** Bytes to come: of the body, or of the present chunk. */
  #left: number;
  #isDone: boolean;
  #isBroken = false;
  #beforeFirstRead: (() => void) | undefined;

  constructor(incoming: Incoming, framing: number | "chunked", idleMs: number) {
    this.#incoming = incoming;
    this.#isChunked = framing === "chunked";
    this.#left = framing === "chunked" ? 0 : framing;
    this.#isDone = framing === 0;
    this.#idleMs = idleMs;
  }

  /** For `Expect: 100-continue`: called when somebody wants the body and nothing of it is there. */
  onFirstRead(call: () => void): void {
    if (!this.#isDone) this.#beforeFirstRead = call;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer, void> {
    for (let piece = await this.#next(); piece !== undefined; piece = await this.#next()) yield piece;
  }

  /** The whole body. Throws HttpError 413 if it is longer than `limit` bytes. */
  async whole(limit: number): Promise<Buffer> {
    const pieces: Buffer[] = [];
    let length = 0;
    for await (const piece of this) {
      length += piece.length;
      if (length > limit) throw new HttpError(413, `a body of more than ${limit} bytes`);
      pieces.push(piece);
    }
    return Buffer.concat(pieces);
  }

  /** Whether `skip` may succeed. A client that waits for 100 Continue in vain may send the body after all, or not. */
  get canBeSkipped(): boolean {
    return !this.#isBroken && this.#beforeFirstRead === undefined && (this.#isDone || this.#left <= MAX_SKIP);
  }

  /** Reads what is left, lest it be taken for the next request (RFC 9112, 9.3). False if it is too much, or broken. */
  async skip(): Promise<boolean> {
    let skipped = 0;
    try {
      for await (const piece of this) {
        skipped += piece.length;
        if (skipped > MAX_SKIP) return false;
      }
    } catch (problem) {
      if (problem instanceof HttpError) return false;
      throw problem;
    }
    return true;
  }

  async #next(): Promise<Buffer | undefined> {
    if (this.#isDone) return undefined;
    // RFC 9110, 10.1.1: not needed if the client did not wait for it.
    if (this.#incoming.isEmpty) this.#beforeFirstRead?.();
    this.#beforeFirstRead = undefined;
    try {
      return await this.#readPiece();
    } catch (problem) {
      this.#isBroken = true;
      throw problem;
    }
  }

  async #readPiece(): Promise<Buffer | undefined> {
    if (this.#isChunked && this.#left === 0) {
      this.#left = await this.#readChunkSize();
      if (this.#left === 0) {
        await this.#readTrailer();
        this.#isDone = true;
        return undefined;
      }
    }
    const piece = await this.#incoming.some(Math.min(this.#left, PIECE), this.#deadline());
    this.#left -= piece.length;
    if (this.#left === 0) {
      if (!this.#isChunked) this.#isDone = true;
      else if ((await this.#line(0)) !== "") throw new HttpError(400, "a chunk that is longer than it says");
    }
    return piece;
  }

  /** RFC 9112, 7.1: hexadecimal digits, and perhaps extensions, which are ignored. */
  async #readChunkSize(): Promise<number> {
    const [, digits] = /^([0-9a-f]{1,12})[ \t]*(?:;.*)?$/i.exec(await this.#line(MAX_CHUNK_LINE)) ?? [];
    if (digits === undefined) throw new HttpError(400, "a malformed chunk size");
    return Number.parseInt(digits, 16);
  }

  /** RFC 9112, 7.1.2: fields after the last chunk, up to an empty line. They are dropped. */
  async #readTrailer(): Promise<void> {
    let left = MAX_TRAILER;
    for (;;) {
      const line = await this.#line(left);
      if (line === "") return;
      left -= line.length;
    }
  }

  #line(limit: number): Promise<string> {
    return this.#incoming.line(limit + 1, 400, this.#deadline());
  }

  /** For each piece anew: a large upload may take as long as it likes, while it goes on. */
  #deadline(): number {
    return performance.now() + this.#idleMs;
  }
}
