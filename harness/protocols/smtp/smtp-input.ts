import { GrowingBytes } from "../../text/growing-bytes.js";
import type { WaitOutcome } from "../../world/events.js";
import type { TcpParty } from "../../world/tcp-party.js";
import { findTerminator } from "../mail/dot-stuffing.js";
import { readLine } from "../mail/lines.js";
import { commandOf, type SmtpCommand } from "./commands.js";

/** "." CRLF */
const TERMINATOR_BYTES = 3;

/** What a client sends to a server of the harness, as commands and messages; in time linear in all of it. */
export class SmtpInput {
  readonly #bytes = new GrowingBytes();
  /** Where what has not been taken begins. */
  #at = 0;

  constructor(
    private readonly party: TcpParty,
    private readonly waitMs: number | undefined,
  ) {}

  /** Whether the client has sent more than what was taken. */
  get hasMore(): boolean {
    return this.party.receivedBytes > this.#at;
  }

  /** The next command line, ended by CRLF or by LF alone; null if none comes. */
  async command(): Promise<SmtpCommand | null> {
    let searchFrom = this.#at;
    const read = () => {
      const line = readLine(this.#bytes.bytes, this.#at, searchFrom);
      searchFrom = this.#bytes.bytes.length;
      return line === null ? null : commandOf(this.#bytes.bytes, line);
    };
    const command = await this.#receive(read, "a command");
    if (command !== null) this.#at += command.raw.length;
    return command;
  }

  /** The length of the message that begins here, without its terminator; "enough" once `most` bytes came before its end; null if it does not end. */
  async message(most: number): Promise<number | "enough" | null> {
    const start = this.#at;
    let searched = start;
    const read = () => {
      const { bytes } = this.#bytes;
      const end = findTerminator(bytes, start, Math.max(start, searched - 4));
      searched = bytes.length;
      if (end !== null && end - start <= most) return end;
      return bytes.length - start >= most ? "enough" : null;
    };
    const end = await this.#receive<number | "enough">(read, "the end of the message (CRLF.CRLF)");
    if (typeof end !== "number") return end;
    this.#at = end;
    return end - start - TERMINATOR_BYTES;
  }

  async #receive<T>(read: () => T | null, until: string): Promise<T | null> {
    let found: T | null = null;
    const isDone = (piece: Buffer): boolean => {
      this.#bytes.append(piece);
      found = read();
      return found !== null;
    };
    const outcome: WaitOutcome = await this.party.receiveUntil(isDone, until, this.waitMs);
    return outcome === "met" ? found : null;
  }
}
