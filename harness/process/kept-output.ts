import type { StreamMatcher } from "../text/seeded-stream.js";
import type { ProcessEvent } from "./events.js";

/** Bytes of one stream that are kept: the head, and past it the tail. The rest is drained and counted. */
export interface OutputCap {
  head: number;
  tail: number;
}

export const DEFAULT_OUTPUT_CAP: OutputCap = { head: 1 << 20, tail: 16 << 10 };

/** Turns a program's output into events, however much of it comes. */
export class KeptOutput {
  #kept = 0;
  #skipped = 0;
  #tail = Buffer.alloc(0);

  constructor(
    private readonly process: string,
    private readonly stream: "stdout" | "stderr",
    private readonly emit: (event: ProcessEvent) => void,
    private readonly cap: OutputCap = DEFAULT_OUTPUT_CAP,
    /** What it is to write, if that is much: recorded by reference as far as it matches. */
    private readonly expected: StreamMatcher | null = null,
  ) {}

  push(bytes: Buffer): void {
    let chunk = bytes;
    if (this.expected !== null) {
      const { offset, stream } = this.expected;
      const length = this.expected.push(bytes);
      if (length > 0) this.emit({ type: "stdio-bulk", process: this.process, stream: "stdout", of: stream.reference, offset, length });
      chunk = bytes.subarray(length);
    }
    this.#keep(chunk);
  }

  #keep(chunk: Buffer): void {
    const room = this.cap.head - this.#kept;
    const head = chunk.subarray(0, Math.max(0, room));
    if (head.length > 0) {
      this.#kept += head.length;
      this.emit({ type: this.stream, process: this.process, bytes: Buffer.from(head) });
    }
    const rest = chunk.subarray(head.length);
    if (rest.length === 0) return;
    if (this.#skipped === 0 && this.#tail.length === 0) this.emit({ type: "output-cut", process: this.process, stream: this.stream });
    const joined = Buffer.concat([this.#tail, rest.subarray(-this.cap.tail)]);
    const before = this.#tail.length + rest.length;
    this.#tail = Buffer.from(joined.subarray(-this.cap.tail));
    this.#skipped += before - this.#tail.length;
  }

  /** After the last chunk. */
  end(): void {
    if (this.#tail.length === 0) return;
    this.emit({ type: "output-tail", process: this.process, stream: this.stream, skipped: this.#skipped, bytes: this.#tail });
  }
}
