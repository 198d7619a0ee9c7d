// Datagrams out, and requests that wait for their answer. A datagram may be lost, so a request is sent again; both it and
// its answer may come twice, so an answer belongs to a request by its `tx`, and counts once.

import { randomBytes } from "node:crypto";
import type { Socket } from "node:dgram";
import { formatMessage, MAX_DATAGRAM, type Answer, type Message, type Type } from "./message.js";
import type { Address } from "./ref.js";

/** Which answers each request may have. */
const ANSWERS = {
  find: ["found"],
  join: ["welcome", "refused"],
  notify: ["ok"],
  transfer: ["ok"],
  replicate: ["ok"],
  leave: ["ok"],
  put: ["ok"],
  get: ["values"],
} as const satisfies Partial<Record<Type, readonly Type[]>>;

type Request = keyof typeof ANSWERS;
type AnswerTo<T extends Request> = Message<(typeof ANSWERS)[T][number]>;
type WithoutTx<M> = M extends unknown ? Omit<M, "tx"> : never;

interface Waiting {
  answers: readonly Type[];
  settle: (answer: Message | undefined) => void;
}

export class Wire {
  readonly intervalMs: number;
  readonly #socket: Socket;
  readonly #waiting = new Map<string, Waiting>();
  // Nobody who has not seen the request can make up its answer.
  readonly #salt = randomBytes(6).toString("hex");
  #requests = 0;

  constructor(socket: Socket, intervalMs: number) {
    this.#socket = socket;
    this.intervalMs = intervalMs;
  }

  newTx(): string {
    return `${this.#salt}-${++this.#requests}`;
  }

  send(message: Message | Answer, to: Address): void {
    const datagram = formatMessage(message);
    if (datagram.length > MAX_DATAGRAM) return console.error(`not sent, ${datagram.length} bytes: ${message.type}`);
    this.#socket.send(datagram, to.port, to.host, (problem) => {
      if (problem) console.error(`${message.type} not sent: ${problem.message}`);
    });
  }

  /** Sends the request, again every `everyMs`, until it is answered. Undefined if it was not, after so many sends. */
  async ask<T extends Request>(
    request: WithoutTx<Message<T>> & { type: T },
    to: Address,
    { sends = 4, everyMs = this.intervalMs } = {},
  ): Promise<AnswerTo<T> | undefined> {
    const message = { ...request, tx: this.newTx() } as unknown as Message;
    return await new Promise((resolve) => {
      let left = sends;
      const sendAgain = () => {
        if (left-- === 0) settle(undefined);
        else this.send(message, to);
      };
      const settle = (answer: Message | undefined) => {
        clearInterval(timer);
        this.#waiting.delete(message.tx);
        resolve(answer as AnswerTo<T> | undefined);
      };
      const timer = setInterval(sendAgain, everyMs);
      this.#waiting.set(message.tx, { answers: ANSWERS[request.type], settle });
      sendAgain();
    });
  }

  /** Sends nothing again that is on its way. */
  giveUpWaiting(): void {
    for (const { settle } of [...this.#waiting.values()]) settle(undefined);
  }

  /** Hands an answer to the request that waits for it, if any does. */
  settle(answer: Message): void {
    const waiting = this.#waiting.get(answer.tx);
    if (waiting?.answers.includes(answer.type)) waiting.settle(answer);
  }
}
