import { once } from "node:events";
import type { Socket } from "node:net";
import { stuffed, type Pieces } from "./message.js";

/** What is sent to one client. */
export class Replies {
  readonly socket: Socket;
  /** How long a client may take nothing of what it has asked for, ms. */
  readonly stallMs: number;

  constructor(socket: Socket, stallMs: number) {
    this.socket = socket;
    this.stallMs = stallMs;
  }

  ok(text: string): void {
    this.socket.write(`+OK ${text}\r\n`);
  }

  err(text: string): void {
    this.socket.write(`-ERR ${text}\r\n`);
  }

  /** A reply of several lines, ended by a line that is only a dot. */
  async list(text: string, lines: readonly string[]): Promise<void> {
    await this.text(text, piecesOf(lines));
  }

  /** The same of any text, whose lines that begin with a dot get one more. It is read no faster than the client reads. */
  async text(text: string, pieces: Pieces): Promise<void> {
    this.ok(text);
    for await (const piece of stuffed(pieces)) if (!this.socket.write(piece, "latin1")) await this.#drained();
    this.socket.write(".\r\n");
  }

  async #drained(): Promise<void> {
    // A connection that has closed already would not say so once more.
    if (this.socket.destroyed) throw new Error("gone in the middle of a reply");
    const over = new AbortController();
    const timer = setTimeout(() => this.socket.destroy(new Error("nothing is read any more")), this.stallMs);
    try {
      await Promise.race([
        once(this.socket, "drain", { signal: over.signal }),
        once(this.socket, "close", { signal: over.signal }),
      ]);
    } finally {
      clearTimeout(timer);
      over.abort();
    }
    if (this.socket.destroyed) throw new Error("gone in the middle of a reply");
  }
}

function* piecesOf(lines: readonly string[]): Generator<string> {
  for (const line of lines) yield `${line}\r\n`;
}
