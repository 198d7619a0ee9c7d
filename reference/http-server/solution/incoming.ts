// What one client sends: a stream of bytes. Where one piece ends and the next begins means nothing; a request may come
// byte by byte, or several in one piece. Bytes that belong to the next request stay here until they are asked for.

import type { Socket } from "node:net";
import { ConnectionLost, HttpError } from "./http-error.js";

const LF = 0x0a;
const CR = 0x0d;

export class Incoming {
  readonly #socket: Socket;
  #held: Buffer = Buffer.alloc(0);
  #wake: () => void = () => {};

  constructor(socket: Socket) {
    this.#socket = socket;
    // With `readable` (not `data`) Node reads ahead a little and then stops until we take it: a client that sends
    // faster than we work waits in its own kernel, not in our memory.
    for (const event of ["readable", "end", "close"]) socket.on(event, () => this.#wake());
  }

  /** Whether all that came has been taken. */
  get isEmpty(): boolean {
    return this.#held.length === 0;
  }

  /**
   * Waits until there is something to take. False if the client has closed its sending side, or sent nothing until
   * `deadline` (performance.now()).
   */
  async begins(deadline: number): Promise<boolean> {
    try {
      return !this.isEmpty || (await this.#receive(deadline));
    } catch (problem) {
      if (problem instanceof HttpError && problem.status === 408) return false;
      throw problem;
    }
  }

  /**
   * Takes one line, without its line end, as Latin-1 (one character for each byte).
   * Throws HttpError: `tooLong` if it has more than `limit` bytes, 408 at `deadline`, 400 if the input ends before the
   * line does.
   */
  async line(limit: number, tooLong: number, deadline: number): Promise<string> {
    let searched = 0;
    for (;;) {
      const end = this.#held.indexOf(LF, searched);
      if (end > limit || (end === -1 && this.#held.length > limit))
        throw new HttpError(tooLong, `a line of more than ${limit} bytes`);
      if (end !== -1) {
        // RFC 9112, 2.2: a single LF may be taken for a line end. People who type requests into nc are thankful.
        const line = this.#held.toString("latin1", 0, end > 0 && this.#held[end - 1] === CR ? end - 1 : end);
        this.#held = this.#held.subarray(end + 1);
        return line;
      }
      searched = this.#held.length;
      if (!(await this.#receive(deadline))) throw new HttpError(400, "the input ends within a line");
    }
  }

  /**
   * Takes what is there, at least one byte, at most `most`. Throws HttpError: 408 at `deadline`, 400 at the end of the
   * input.
   */
  async some(most: number, deadline: number): Promise<Buffer> {
    if (this.isEmpty && !(await this.#receive(deadline))) throw new HttpError(400, "the input ends within a body");
    const piece = this.#held.subarray(0, most);
    this.#held = this.#held.subarray(piece.length);
    return piece;
  }

  /** Adds the next piece to what is held; false at the end of the input. */
  async #receive(deadline: number): Promise<boolean> {
    for (;;) {
      const piece = this.#socket.read() as Buffer | null;
      if (piece !== null) {
        this.#held = this.isEmpty ? piece : Buffer.concat([this.#held, piece]);
        return true;
      }
      if (this.#socket.readableEnded) return false;
      if (this.#socket.destroyed) throw new ConnectionLost("the connection broke while a request was read");
      await this.#somethingHappens(deadline);
    }
  }

  async #somethingHappens(deadline: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new HttpError(408, "the client was silent for too long")),
        deadline - performance.now(),
      );
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
