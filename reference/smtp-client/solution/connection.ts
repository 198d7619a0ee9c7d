// A connection on which each step (connect, write, read a line) ends in time, or throws ConnectionLost.

import { once } from "node:events";
import { connect, isIPv6, type Socket } from "node:net";
import { ConnectionLost } from "./connection-lost.js";
import { readLines } from "./read-lines.js";
import { readReply, type Reply } from "./reply.js";

/** Bytes that are written in one step. */
const PIECE = 64 * 1024;

export class Connection {
  readonly #socket: Socket;
  readonly #timeoutMs: number;
  readonly #connected: Promise<unknown>;
  readonly #lines: AsyncIterator<string>;

  constructor(host: string, port: number, timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
    this.#socket = connect({ host, port });
    this.#connected = once(this.#socket, "connect");
    // Whoever reads or writes hears of it; between two steps nobody needs to.
    this.#socket.on("error", () => {});
    this.#lines = readLines(this.#socket);
  }

  async connected(): Promise<void> {
    await this.#within("connection", this.#connected);
  }

  /** RFC 5321, 4.1.3: what stands for the name of a client that has none. */
  get addressLiteral(): string {
    const address = this.#socket.localAddress!;
    return isIPv6(address) ? `[IPv6:${address}]` : `[${address}]`;
  }

  async readReply(): Promise<Reply> {
    // A server that needs long for a long reply is not silent: the time begins again with each line.
    return await readReply(() => this.#within("reply", this.#lines.next()));
  }

  /** ASCII text. Returns when the kernel has taken all of it. */
  async write(text: string): Promise<void> {
    const bytes = Buffer.from(text, "latin1");
    for (let at = 0; at < bytes.length; at += PIECE) {
      await this.#within("progress", this.#writePiece(bytes.subarray(at, at + PIECE)));
    }
  }

  close(): void {
    this.#socket.destroy();
  }

  async #writePiece(piece: Buffer): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#socket.write(piece, (problem) => (problem ? reject(problem) : resolve()));
    });
  }

  async #within<T>(what: string, step: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      const problem = new ConnectionLost(`no ${what} within ${this.#timeoutMs} ms`);
      timer = setTimeout(() => reject(problem), this.#timeoutMs);
    });
    try {
      return await Promise.race([step, late]);
    } catch (problem) {
      throw problem instanceof ConnectionLost ? problem : new ConnectionLost((problem as Error).message);
    } finally {
      clearTimeout(timer);
    }
  }
}
