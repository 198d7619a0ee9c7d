import type { UdpParty } from "#harness";
import { encodeMessage, isAnswer, parseMessage, type Message, type Ref } from "./messages.js";

/** Where a peer or a client is. */
export interface Address {
  host: string;
  port: number;
}

/** A message that a client sends, without its tx. */
type WithoutTx<M = Message> = M extends unknown ? Omit<M, "tx"> : never;
export type Question = WithoutTx;

/** How long a client waits for what need not come, ms. */
const MAYBE_MS = 500;
const WAIT_MS = 2000;

/** Somebody who asks peers, and is none. */
export class Client {
  #asked = 0;

  constructor(
    readonly party: UdpParty,
    /** Whom it asks unless told otherwise. */
    readonly peer: Ref,
  ) {}

  /** Where it is: the origin of its finds. */
  get at(): Address {
    return { host: this.party.host, port: this.party.port };
  }

  /** Sends a question under a label of its own, and waits for the answer; null: none came. */
  async ask(label: string, question: Question, waitMs = WAIT_MS, to: Address = this.peer): Promise<Message | null> {
    this.party.exchange(label);
    return await this.askMore(question, waitMs, to);
  }

  /** One more question under the same label. */
  async askMore(question: Question, waitMs = WAIT_MS, to: Address = this.peer): Promise<Message | null> {
    const tx = this.tx();
    await this.party.send(encodeMessage({ ...question, tx }), to);
    return await this.answer(tx, waitMs);
  }

  /** Asks a question, and again with the same tx when it was answered, as if the answer had been lost. */
  async askTwice(label: string, question: Question): Promise<void> {
    this.party.exchange(label);
    const tx = this.tx();
    for (let i = 0; i < 2; i++) {
      await this.party.send(encodeMessage({ ...question, tx }), this.peer);
      if ((await this.answer(tx)) === null) return;
    }
  }

  /** Sends a question, and waits for nothing. */
  async send(label: string, question: Question): Promise<void> {
    this.party.exchange(label);
    await this.party.send(encodeMessage({ ...question, tx: this.tx() }), this.peer);
  }

  /** Sends a question that may stay without an answer. */
  async tryToAsk(label: string, question: Question): Promise<void> {
    await this.send(label, question);
    await this.party.lull(MAYBE_MS);
  }

  /** Puts several questions at once, those without an answer again; the answers in their order, null where none came in `tries` times `waitMs`. */
  async askAll(questions: readonly { to: Address; question: Question }[], waitMs = WAIT_MS, tries = 2): Promise<(Message | null)[]> {
    const asked = questions.map(({ to, question }) => ({ to, message: { ...question, tx: this.tx() } }));
    const answers = new Map<string, Message>();
    for (let i = 0; i < tries && answers.size < asked.length; i++) {
      for (const { to, message } of asked) if (!answers.has(message.tx)) await this.party.send(encodeMessage(message), to);
      while (answers.size < asked.length) {
        const datagram = await this.party.receiveIfAny(waitMs);
        if (datagram === null) break;
        const { message } = parseMessage(datagram.bytes);
        if (message !== null && isAnswer(message) && asked.some((one) => one.message.tx === message.tx)) answers.set(message.tx, message);
      }
    }
    return asked.map(({ message }) => answers.get(message.tx) ?? null);
  }

  tx(): string {
    return `${this.party.name.replaceAll(" ", "-")}-${++this.#asked}`;
  }

  /** Waits for the answer to `tx`, past others; null: none came. */
  async answer(tx: string, waitMs = WAIT_MS): Promise<Message | null> {
    for (;;) {
      const datagram = await this.party.receive(waitMs);
      if (datagram === null) return null;
      const { message } = parseMessage(datagram.bytes);
      if (message !== null && message.tx === tx && isAnswer(message)) return message;
    }
  }
}
