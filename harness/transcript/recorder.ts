import { createWriteStream, type WriteStream } from "node:fs";
import { rename } from "node:fs/promises";
import type { ProcessEvent } from "../process/events.js";
import type { WireEvent } from "../world/events.js";
import type { FileEvent } from "../world/files.js";
import type { RecordedEvent, Transcript, TranscriptEnd, TranscriptHead } from "./events.js";
import { lineOf } from "./lines.js";

/**
 * Records one run: numbers and times its events, keeps them, and writes them to `file` as they come, many at once. The file has its
 * name only once it is whole; until then it is `<file>.partial`.
 */
export class Recorder {
  readonly #events: RecordedEvent[] = [];
  readonly #started = performance.now();
  readonly #out: WriteStream | null;
  /** Lines that are still to be written, and the timer that does it: a write for each of thousands of events takes longer than to play them. */
  #unwritten: string;
  #writing: NodeJS.Timeout | null = null;
  #failure: Error | null = null;
  #ended = false;

  constructor(
    private readonly head: TranscriptHead,
    private readonly file: string | null,
  ) {
    this.#out = file === null ? null : createWriteStream(`${file}.partial`);
    this.#out?.on("error", (error) => (this.#failure ??= error));
    this.#unwritten = lineOf(head);
  }

  /** ms since the start of the run, to the microsecond. */
  #now(): number {
    return Math.round((performance.now() - this.#started) * 1000) / 1000;
  }

  readonly emit = (event: ProcessEvent | WireEvent | FileEvent): void => {
    if (this.#ended) return;
    const { last } = this;
    if (last !== undefined && "length" in event && prolongs(last, event)) {
      last.length += event.length;
      return;
    }
    this.#writeLast();
    this.#events.push({ n: this.#events.length + 1, at: this.#now(), ...event });
  };

  /** An event is written when the next one begins, for until then it may grow. */
  #writeLast(): void {
    if (this.last === undefined || this.#out === null) return;
    this.#unwritten += lineOf(this.last);
    if (this.#unwritten.length > UNWRITTEN_CHARS) this.#flush();
    else this.#writing ??= setTimeout(() => this.#flush(), WRITE_MS).unref();
  }

  #flush(): void {
    if (this.#writing !== null) clearTimeout(this.#writing);
    this.#writing = null;
    this.#out?.write(this.#unwritten);
    this.#unwritten = "";
  }

  /** The latest event. */
  get last(): RecordedEvent | undefined {
    return this.#events.at(-1);
  }

  /** Ends the record: what comes later is no part of it. Throws what writing the file threw. */
  async finish(outcome: TranscriptEnd["outcome"], reason: string | null): Promise<Transcript> {
    this.#ended = true;
    this.#writeLast();
    const end: TranscriptEnd = { type: "done", outcome, reason, durationMs: this.#now() };
    if (this.#out !== null && this.file !== null) {
      this.#flush();
      await new Promise<void>((resolve) => this.#out?.end(lineOf(end), () => resolve()).once("error", () => resolve()));
      if (this.#failure !== null) throw this.#failure;
      await rename(`${this.file}.partial`, this.file);
    }
    return { head: this.head, events: this.#events, end };
  }
}

/** How long a line waits at most to be written, ms, and how many are written at once. */
const WRITE_MS = 100;
const UNWRITTEN_CHARS = 64 << 10;

/** Of a stream that comes in many small pieces, one event tells of so many bytes. */
const BULK_BYTES = 256 << 10;

type Bulk = Extract<RecordedEvent, { type: "bulk" | "stdio-bulk" }>;

/** Whether the event is more of the stream that the last one is about. */
function prolongs(last: RecordedEvent, event: ProcessEvent | WireEvent | FileEvent): last is Bulk {
  if (last.type === "bulk" && event.type === "bulk") return last.socket === event.socket && last.direction === event.direction && follows(last, event);
  return last.type === "stdio-bulk" && event.type === "stdio-bulk" && last.process === event.process && last.stream === event.stream && follows(last, event);
}

function follows(last: Bulk, { of, offset, length }: Pick<Bulk, "of" | "offset" | "length">): boolean {
  return last.of.seed === of.seed && last.of.upper === of.upper && last.offset + last.length === offset && last.length + length <= BULK_BYTES;
}
