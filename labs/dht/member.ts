import type { Datagram, UdpParty } from "#harness";
import type { Address } from "./client.js";
import { isBetween, isResponsible, keyId } from "./circle.js";
import { encodeMessage, isAnswer, parseMessage, type Message, type MessageType, type Ref } from "./messages.js";

/** What a member does with a message in place of what the protocol says. */
export type Reaction = (message: Message, from: Address) => void;

/** What a member needs of those around it. */
export interface Neighbourhood {
  /** Passes on what asks for an identifier: to whoever the ring says. */
  route(by: Member, message: Extract<Message, { type: "find" | "join" }>): void;
}

/** A peer that the harness plays: answers by the protocol, unless a scenario says otherwise. */
export class Member {
  predecessor: Ref | null = null;
  successors: [Ref, Ref];
  readonly entries = new Map<string, Set<string>>();
  readonly #reactions = new Map<MessageType, Reaction>();
  #received: Message[] = [];
  #silent = false;
  #asked = 0;

  constructor(
    /** What it is to the student's peer: "first", its first successor. */
    readonly name: string,
    readonly ref: Ref,
    readonly party: UdpParty,
    private readonly neighbourhood: Neighbourhood,
  ) {
    this.successors = [ref, ref];
    party.listen((datagram) => this.#hear(datagram));
  }

  /** From here on what it hears and says belongs to the exchange "<its name>-<phase>", and is counted anew. */
  phase(phase: string): void {
    this.party.exchange(`${this.name}-${phase}`);
    this.#received = [];
  }

  /** How many messages of a type came in this phase. */
  count(type: MessageType): number {
    return this.received(type).length;
  }

  received<T extends MessageType>(type: T): Extract<Message, { type: T }>[] {
    return this.#received.filter((message): message is Extract<Message, { type: T }> => message.type === type);
  }

  /** Whether an answer with this tx came in this phase. */
  answered(tx: string): boolean {
    return this.#received.some((message) => message.tx === tx && isAnswer(message));
  }

  /** Dead, as far as anybody can see. */
  silence(): void {
    this.#silent = true;
  }

  /** Alive again. */
  wake(): void {
    this.#silent = false;
  }

  get isSilent(): boolean {
    return this.#silent;
  }

  /** Does this with messages of a type, in place of what the protocol says; null: by the protocol again. */
  on(type: MessageType, reaction: Reaction | null): void {
    if (reaction === null) this.#reactions.delete(type);
    else this.#reactions.set(type, reaction);
  }

  send(message: Message, to: Address): void {
    void this.party.send(encodeMessage(message), to);
  }

  /** A `tx` of its own. */
  tx(): string {
    return `${this.name}-${++this.#asked}`;
  }

  /** What it says of itself. */
  neighbours(): { predecessor: Ref | null; successors: [Ref, Ref] } {
    return { predecessor: this.predecessor, successors: this.successors };
  }

  #hear({ bytes, from }: Datagram): void {
    const { message } = parseMessage(bytes);
    if (message === null) return;
    this.#received.push(message);
    if (this.#silent) return this.party.lose("received", bytes);
    const reaction = this.#reactions.get(message.type);
    if (reaction !== undefined) reaction(message, from);
    else this.answer(message, from);
  }

  /** Answers by the protocol. */
  answer(message: Message, from: Address): void {
    const { tx, type } = message;
    switch (type) {
      case "ping":
        return this.send({ type: "pong", tx, from: this.ref, ...this.neighbours() }, from);
      case "find":
      case "join":
        return this.neighbourhood.route(this, message);
      case "notify":
        return this.#notified(message.peer, tx, from);
      case "transfer":
        for (const [key, values] of message.entries) values.forEach((value) => this.keep(key, value));
        return this.send({ type: "ok", tx }, from);
      case "put":
        this.keep(message.key, message.value);
        return this.send({ type: "ok", tx, peer: this.ref }, from);
      case "get":
        return this.send({ type: "values", tx, key: message.key, values: [...(this.entries.get(message.key) ?? [])], peer: this.ref }, from);
      case "leave":
        return this.send({ type: "ok", tx }, from);
      case "welcome":
        // Whoever welcomed it may ask it for its neighbours at once.
        this.predecessor = message.predecessor;
        this.successors = message.successors;
        return;
      default:
    }
  }

  keep(key: string, value: string): void {
    this.entries.set(key, (this.entries.get(key) ?? new Set()).add(value));
  }

  #notified(peer: Ref, tx: string, from: Address): void {
    if (this.predecessor === null || isBetween(this.predecessor.id, peer.id, this.ref.id)) {
      this.predecessor = peer;
      // The entries first: with the `ok` the other begins to answer for them.
      const theirs = [...this.entries].filter(([key]) => !isResponsible(peer.id, this.ref.id, keyId(key)));
      if (theirs.length > 0) this.send({ type: "transfer", tx: this.tx(), entries: theirs.map(([key, values]) => [key, [...values]]) }, peer);
    }
    this.send({ type: "ok", tx }, from);
  }
}
