import type { Socket } from "node:net";

/** Longer than any command is: RFC 2449 allows 255 bytes. */
const LONGEST = 512;

/** Stands for a line that was too long to be kept. */
export const TOO_LONG = null;

/**
 * What the client sends, line by line, without line ends. TCP keeps no lines together and none apart: a chunk may hold half of
 * one, or five. What comes after the last line end is no command, and a session that ends there ends without it.
 */
export class CommandLines {
  #buffer = "";
  #skipping = false;
  #wake: (() => void) | null = null;
  #over = false;

  constructor(socket: Socket) {
    socket.setEncoding("latin1");
    socket.on("data", (chunk: string) => {
      this.#buffer += chunk;
      if (this.#buffer.length > LONGEST && !this.#buffer.includes("\n")) {
        this.#skipping = true;
        this.#buffer = "";
      }
      this.#wake?.();
    });
    for (const event of ["end", "close"] as const)
      socket.on(event, () => {
        this.#over = true;
        this.#wake?.();
      });
  }

  /** The next line; undefined when none comes any more, or not within `ms`. */
  async next(ms: number): Promise<string | typeof TOO_LONG | undefined> {
    const until = performance.now() + ms;
    for (;;) {
      const end = this.#buffer.indexOf("\n");
      if (end >= 0) return this.#take(end);
      const left = until - performance.now();
      if (this.#over || left <= 0) return undefined;
      await this.#more(left);
    }
  }

  #take(end: number): string | typeof TOO_LONG {
    const line = this.#buffer.slice(0, end).replace(/\r$/, "");
    this.#buffer = this.#buffer.slice(end + 1);
    const skipped = this.#skipping;
    this.#skipping = false;
    return skipped || line.length > LONGEST ? TOO_LONG : line;
  }

  async #more(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = null;
  }
}
