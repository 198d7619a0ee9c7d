// One SMTP session (RFC 5321): greeting, EHLO or HELO, one mail transaction, QUIT.

import { ConnectionLost } from "./connection-lost.js";
import type { Connection } from "./connection.js";
import { asksForMore, isDone, isPermanent, type Reply } from "./reply.js";
import { stuffDots } from "./stuff-dots.js";

export interface Envelope {
  from: string;
  to: string[];
}

export interface Failure {
  isPermanent: boolean;
  reason: string;
}

/** Returns what went wrong; nothing if the server took the message for every recipient. Leaves the connection open. */
export async function deliver(connection: Connection, envelope: Envelope, message: string): Promise<Failure[]> {
  const session = new Session(connection);
  try {
    await session.deliver(envelope, message);
  } catch (problem) {
    if (!(problem instanceof ConnectionLost)) throw problem;
    session.failures.push({ isPermanent: false, reason: problem.message });
    return session.failures;
  }
  await session.quit();
  return session.failures;
}

class Session {
  readonly failures: Failure[] = [];
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Throws ConnectionLost, as all that talk to the server do. */
  async deliver(envelope: Envelope, message: string): Promise<void> {
    await this.#connection.connected();
    if (!this.#accepts(await this.#connection.readReply())) return;
    const extensions = await this.#introduce();
    if (extensions === undefined) return;

    // RFC 1870, 5: without the dots that are added on the way.
    const size = extensions.has("SIZE") ? ` SIZE=${message.length}` : "";
    const mail = `MAIL FROM:<${envelope.from}>${size}`;
    const recipients = envelope.to.map((address) => `RCPT TO:<${address}>`);
    const isAtOnce = extensions.has("PIPELINING");
    const isReady = isAtOnce ? await this.#askAtOnce(mail, recipients) : await this.#askInTurn(mail, recipients);
    if (!isReady) return;
    await this.#connection.write(stuffDots(message) + ".\r\n");
    this.#accepts(await this.#connection.readReply());
  }

  /** What has been delivered or refused by now stays so. */
  async quit(): Promise<void> {
    await this.#ask("QUIT").catch((problem: Error) => console.error(`smtp-client: after QUIT: ${problem.message}`));
  }

  /** Returns the keywords of the extensions that the server offers; undefined if it refuses us. */
  async #introduce(): Promise<Set<string> | undefined> {
    const name = this.#connection.addressLiteral;
    const reply = await this.#ask(`EHLO ${name}`);
    // RFC 5321, 3.2: a server may not know EHLO yet. Then it has no extensions.
    if (isPermanent(reply)) return this.#accepts(await this.#ask(`HELO ${name}`)) ? new Set() : undefined;
    // RFC 5321, 4.1.1.1: the first line greets, each other one is an extension.
    const [, ...offers] = reply.lines;
    return this.#accepts(reply) ? new Set(offers.map((offer) => offer.split(" ")[0]!.toUpperCase())) : undefined;
  }

  /** Both ways to ask return whether the server waits for the message. */
  async #askInTurn(mail: string, recipients: string[]): Promise<boolean> {
    if (!this.#accepts(await this.#ask(mail))) return false;
    let accepted = 0;
    for (const recipient of recipients) if (this.#accepts(await this.#ask(recipient))) accepted++;
    return accepted > 0 && this.#accepts(await this.#ask("DATA"), asksForMore);
  }

  /** RFC 2920, 3.1: all commands in one go. */
  async #askAtOnce(mail: string, recipients: string[]): Promise<boolean> {
    const commands = [mail, ...recipients, "DATA"].map((command) => `${command}\r\n`);
    // Side by side: a server that cannot get rid of its replies stops reading.
    const [isReady] = await Promise.all([
      this.#readReplies(recipients.length),
      this.#connection.write(commands.join("")),
    ]);
    return isReady;
  }

  async #readReplies(recipients: number): Promise<boolean> {
    const hasBegun = this.#accepts(await this.#connection.readReply());
    let accepted = 0;
    for (let i = 0; i < recipients; i++) {
      const reply = await this.#connection.readReply();
      // Without a sender every recipient is out of order; that says nothing about the recipient.
      if (hasBegun && this.#accepts(reply)) accepted++;
    }
    const reply = await this.#connection.readReply();
    if (accepted > 0) return this.#accepts(reply, asksForMore);
    if (asksForMore(reply)) {
      // RFC 2920, 3.1: a server that waits for a message to nobody gets an empty one.
      await this.#connection.write(".\r\n");
      await this.#connection.readReply();
    }
    return false;
  }

  async #ask(command: string): Promise<Reply> {
    await this.#connection.write(`${command}\r\n`);
    return await this.#connection.readReply();
  }

  /** Takes down what is not the reply that lets us go on. */
  #accepts(reply: Reply, isAsHoped: (reply: Reply) => boolean = isDone): boolean {
    if (isAsHoped(reply)) return true;
    this.failures.push({ isPermanent: isPermanent(reply), reason: `${reply.code} ${reply.lines.join(" ")}` });
    return false;
  }
}
