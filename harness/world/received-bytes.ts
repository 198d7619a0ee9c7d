import { StreamMatcher, type SeededStream } from "../text/seeded-stream.js";
import type { WireEvent } from "./events.js";

/** How much that is no stream a program may send on one connection, before it is taken for a flood. */
const FLOOD_BYTES = 2 << 20;
/** How many bytes that deviate from a stream are kept. */
const DEVIATION_BYTES = 4096;

/** What a party has received on one connection: recorded as bytes, or by reference to the stream that was expected. */
export class ReceivedBytes {
  bytes = 0;
  /** Whole lines (LFs). */
  lines = 0;
  /** Bytes that came and were not the expected stream's. */
  deviated = 0;
  /** How much that is no stream is kept, bytes. */
  most = FLOOD_BYTES;
  #kept = 0;
  #unread: Buffer[] = [];
  #expected: StreamMatcher | null = null;
  /** What has to come before the stream expected does, and the end of what came, where it may have begun. */
  #marker: Buffer = Buffer.alloc(0);
  #tail: Buffer = Buffer.alloc(0);

  constructor(
    private readonly socket: number,
    private readonly emit: (event: WireEvent) => void,
  ) {}

  /** What comes, from here or from the next `after` on, is compared with `stream`. */
  expect(stream: SeededStream, after = ""): void {
    this.#expected = new StreamMatcher(stream);
    this.#marker = Buffer.from(after, "latin1");
    this.#tail = Buffer.alloc(0);
  }

  /** How many bytes of the stream expected have come, unchanged and in order. */
  get matched(): number {
    return this.#expected?.offset ?? 0;
  }

  get hasUnread(): boolean {
    return this.#unread.length > 0;
  }

  /** What has come since the last call, streams aside. */
  takeUnread(): Buffer {
    const unread = Buffer.concat(this.#unread);
    this.#unread = [];
    return unread;
  }

  /** Records what has come; false when it has become a flood that is no longer kept. */
  push(chunk: Buffer): boolean {
    this.bytes += chunk.length;
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) this.lines++;
    const before = this.#expected === null ? chunk.length : this.#beforeStream(chunk);
    if (!this.#keep(chunk.subarray(0, before))) return false;
    return this.#expected === null || before === chunk.length || this.#keep(this.#match(this.#expected, chunk.subarray(before)));
  }

  /** How much of the chunk comes before the stream that is expected. */
  #beforeStream(chunk: Buffer): number {
    if (this.#marker.length === 0) return 0;
    const seen = Buffer.concat([this.#tail, chunk]);
    const at = seen.indexOf(this.#marker);
    this.#tail = seen.subarray(Math.max(0, seen.length - this.#marker.length + 1));
    if (at < 0) return chunk.length;
    const before = at + this.#marker.length - (seen.length - chunk.length);
    this.#marker = Buffer.alloc(0);
    return before;
  }

  /** False once it is a flood. */
  #keep(rest: Buffer): boolean {
    if (rest.length === 0) return true;
    this.#unread.push(rest);
    this.emit({ type: "data", socket: this.socket, direction: "received", bytes: rest });
    this.#kept += rest.length;
    if (this.#kept <= this.most) return true;
    this.emit({ type: "cut", socket: this.socket, direction: "received" });
    return false;
  }

  /** Records the part of the chunk that is the stream's; returns what is to be kept of the rest. */
  #match(expected: StreamMatcher, chunk: Buffer): Buffer {
    const { offset, stream } = expected;
    const length = expected.push(chunk);
    if (length > 0) this.emit({ type: "bulk", socket: this.socket, direction: "received", of: stream.reference, offset, length });
    const before = this.deviated;
    this.deviated += chunk.length - length;
    if (this.deviated > DEVIATION_BYTES && before <= DEVIATION_BYTES) this.emit({ type: "cut", socket: this.socket, direction: "received" });
    return chunk.subarray(length, length + Math.max(0, DEVIATION_BYTES - before));
  }
}
