import type { TcpParty } from "#harness";
import { parseReplies, type Reply } from "./replies.js";

/** How long a reply may take, ms. */
const REPLY_MS = 4000;
/** Behind a line that some servers send a text after, though none belongs there: how long that may take to come, ms. */
const STRAY_MS = 40;
/** So many replies in a row that did not come, and nothing more is asked: what follows would be silence, too. */
const ENOUGH = 2;

/** A client that sends exactly what it is told to, and waits for as many replies as there were commands. */
export class PopClient {
  /** What the last wait brought. */
  replies: Reply[] = [];
  /** Whether PASS was answered with "+OK". */
  isIn = false;
  #silences = 0;

  constructor(readonly party: TcpParty) {}

  /** Waits for the greeting. */
  async greeting(label: string): Promise<this> {
    this.party.exchange(label);
    return await this.#wait([""]);
  }

  /** Sends commands in one go, and waits for the replies; all of it is the exchange `label`. */
  async ask(label: string, ...commands: string[]): Promise<this> {
    this.party.exchange(label);
    this.replies = [];
    if (!this.isHeard) return this;
    await this.party.send(commands.map((command) => `${command}\r\n`).join(""));
    await this.#wait(commands);
    if (this.replies.some(({ status, text }, index) => text === null && (status !== "+OK" || /^(LIST|UIDL) /i.test(commands[index] ?? ""))))
      await this.party.lull(STRAY_MS);
    this.isIn ||= this.isOk && /^PASS /i.test(commands[0] ?? "");
    return this;
  }

  /** QUIT, up to the server's end of the connection. */
  async quit(label: string): Promise<void> {
    await this.ask(label, "QUIT");
    await this.quitted();
  }

  /** Behind a QUIT: waits for the server's end of the connection. */
  async quitted(): Promise<void> {
    if (this.isHeard) await this.party.receiveEnd();
    this.party.end();
  }

  /** Whether the last wait brought "+OK". */
  get isOk(): boolean {
    return this.replies[0]?.status === "+OK";
  }

  /** Whether the server still answers. */
  get isHeard(): boolean {
    return this.#silences < ENOUGH;
  }

  /** Whether more can be asked here; a server may close after some errors. */
  get isOpen(): boolean {
    return this.party.alive && !this.party.receivedEnd;
  }

  async #wait(commands: readonly string[]): Promise<this> {
    const received: Buffer[] = [];
    const isDone = (piece: Buffer) => {
      received.push(piece);
      const { replies } = parseReplies(Buffer.concat(received), commands);
      this.replies = replies.filter(({ complete }) => complete);
      return this.replies.length === commands.length;
    };
    await this.party.receiveUntil(isDone, commands.length === 1 ? "a whole reply" : `${commands.length} whole replies`, REPLY_MS);
    this.#silences = this.replies.length === 0 ? this.#silences + 1 : 0;
    return this;
  }
}
