import type { Port, Stage, StudentProgram } from "#harness";
import { Client, type Question } from "./client.js";
import { closestSuccessor, distance, keyId } from "./circle.js";
import { PING_MS } from "./ring.js";
import type { Message, Ref } from "./messages.js";

/** A peer of the student's. */
export interface Peer {
  ref: Ref;
  program: StudentProgram;
}

/** How long one of many peers may take for an answer, ms. */
const ANSWER_MS = 1500;
/** Keys that have stayed without an answer after which no more are asked for: the check has failed, and each more would cost seconds. */
const ENOUGH = 3;
/** Rounds without any answer after which nobody is waited for any more. */
const SILENT = 6;
/** Peers that are started at the same moment where nothing depends on it: what two cores can do. */
const STAGGER = 4;
/** Intervals in which a newcomer asks to join, and some more for the welcome. */
const JOINS = 12;
/** How long a peer may take to leave, ms. */
const LEAVE_MS = 3000;

/** A ring of the student's own peers, as a client sees it. */
export class Peers implements Disposable {
  readonly living: Peer[] = [];
  /** Peers that may not have joined yet, with whom they join by. */
  readonly #joining = new Map<Peer, Peer>();
  readonly pingMs: number;
  readonly #openedAt = performance.now();
  /** Whether anybody ever told its state. */
  #answered = false;

  private constructor(
    private readonly stage: Stage,
    readonly client: Client,
  ) {
    this.pingMs = PING_MS * stage.unhurried;
  }

  static async open(stage: Stage): Promise<Peers> {
    return new Peers(stage, new Client(await stage.net.udp("client"), { id: 0, host: "127.0.0.1", port: 1 }));
  }

  /** Different identifiers, in any order; all are even, so that there is room for one more between any two. */
  ids(count: number): number[] {
    const ids = new Set<number>();
    while (ids.size < count) ids.add(2 * this.stage.seed.int(0, 32_767));
    return [...ids];
  }

  /** Identifiers at which no peer is yet, each that of one of these keys: whoever joins there gets that key. */
  idsOf(keys: readonly string[], count: number): number[] {
    return [...new Set(keys.map(keyId))].filter((id) => this.living.every(({ ref }) => ref.id !== id)).slice(0, count);
  }

  /** The peer that a key belongs to. */
  ownerOf(key: string): Peer {
    return this.#at(keyId(key));
  }

  /** The next peer clockwise. */
  after({ ref }: Peer): Peer {
    return this.#at((ref.id + 1) % 65_536);
  }

  #at(id: number): Peer {
    const ref = closestSuccessor(
      this.living.map((peer) => peer.ref),
      id,
    );
    return this.living.find((peer) => peer.ref === ref) as Peer;
  }

  /** Starts a peer that knows `known`, or a ring of its own. */
  async start(id: number, known: Peer | null): Promise<Peer> {
    return await this.#start(id, await this.stage.net.port("udp"), known);
  }

  /** A first peer, and others that join by it, a few at the same moment. */
  async startRing(ids: readonly number[]): Promise<void> {
    const first = await this.start(ids[0] as number, null);
    for (let i = 1; i < ids.length; i += STAGGER) await this.startAtOnce(ids.slice(i, i + STAGGER), first);
  }

  /** Starts peers at the same moment, as far as the machine can; all know `known`. */
  async startAtOnce(ids: readonly number[], known: Peer): Promise<Peer[]> {
    const ports: Port[] = [];
    for (const _ of ids) ports.push(await this.stage.net.port("udp"));
    return await Promise.all(ids.map((id, index) => this.#start(id, ports[index] as Port, known)));
  }

  async #start(id: number, port: Port, known: Peer | null): Promise<Peer> {
    const at = known === null ? [] : [`${known.ref.host}:${known.ref.port}`];
    const program = await this.stage.student.serve("peer", [String(id), port, ...at], { env: { PING_INTERVAL_MS: String(this.pingMs) } });
    const peer = { ref: { id, host: "127.0.0.1", port: port.number }, program };
    this.living.push(peer);
    if (known !== null) this.#joining.set(peer, known);
    return peer;
  }

  /** Ends a peer without a word. */
  async kill(peer: Peer): Promise<void> {
    await this.#without(peer);
    peer.program.signal("SIGKILL");
    await peer.program.lull(LEAVE_MS);
  }

  /** Has a peer leave. */
  async leave(peer: Peer): Promise<void> {
    await this.#without(peer);
    peer.program.signal("SIGTERM");
    await peer.program.lull(LEAVE_MS);
  }

  /** Before a peer goes, those that join by it are to have joined: they know nobody else to ask. */
  async #without(peer: Peer): Promise<void> {
    const waiting = [...this.#joining].flatMap(([newcomer, known]) => (known === peer ? [newcomer] : []));
    if (waiting.length > 0) this.client.party.exchange("joining");
    const questions = waiting.map(({ ref }) => ({ to: ref, question: { type: "state" } as const }));
    await this.client.askAll(questions, this.pingMs, JOINS);
    for (const newcomer of [...waiting, peer]) this.#joining.delete(newcomer);
    this.living.splice(this.living.indexOf(peer), 1);
  }

  /** Lets so many intervals pass by the clock, for a peer that stands still. */
  async intervalsByClock(count: number): Promise<void> {
    await this.stage.net.pauseByClock(count * this.pingMs);
  }

  /** Ends all that are left: they have nothing more to show. Where somebody got no time for two intervals, what fails is not the program's fault. */
  [Symbol.dispose](): void {
    const stallMs = this.client.party.stallBetween(this.#openedAt, performance.now());
    if (this.#answered && stallMs > 2 * this.pingMs) this.client.party.ownLateness(stallMs);
    for (const { program } of this.living) program.signal("SIGKILL");
  }

  async intervals(count: number): Promise<void> {
    await this.stage.net.pause(count * this.pingMs);
  }

  /** Asks every peer who is responsible for one identifier. */
  async findEverywhere(label: string, id = this.stage.seed.int(0, 65_535)): Promise<void> {
    this.client.party.exchange(label);
    await this.survey(() => ({ type: "find", id, origin: this.client.at, hops: 0 }));
  }

  /** Asks all peers for their state every interval, under the label, until they know the true ring; false: not within so many intervals. */
  async converge(label: string, intervals: number): Promise<boolean> {
    let silent = 0;
    for (let round = 0; round < intervals && silent < SILENT; round++) {
      this.client.party.exchange(label);
      // Who has not joined yet does not answer.
      const states = await this.survey(() => ({ type: "state" }), { waitMs: this.pingMs, tries: 1 });
      if (states.every((state, index) => state !== null && this.#isTrue(state, this.living[index] as Peer))) {
        this.#joining.clear();
        return true;
      }
      silent = states.every((state) => state === null) ? silent + 1 : 0;
      this.#answered ||= silent === 0;
      if (!states.includes(null)) await this.intervals(1);
    }
    return false;
  }

  /** Puts a question to each peer at once; the answers in the order of `living`. */
  async survey(question: (peer: Peer) => Question, { waitMs = ANSWER_MS, tries = 2 } = {}): Promise<(Message | null)[]> {
    const questions = this.living.map((peer) => ({ to: peer.ref, question: question(peer) }));
    return await this.client.askAll(questions, waitMs, tries);
  }

  #isTrue(state: Message, { ref }: Peer): boolean {
    if (state.type !== "state") return false;
    const after = this.living.map((peer) => peer.ref).toSorted((a, b) => distance(ref.id + 1, a.id) - distance(ref.id + 1, b.id));
    const [first = ref, second = ref] = after;
    return state.predecessor?.port === (after.at(-2) ?? ref).port && [first, second].every((one, index) => state.successors?.[index]?.port === one.port);
  }

  /** Puts each pair at a peer that is picked for it, until too many have stayed without an answer. */
  async put(label: string, pairs: readonly (readonly [string, string])[]): Promise<void> {
    this.client.party.exchange(label);
    let unanswered = 0;
    for (const [key, value] of pairs) {
      const answer = await this.client.askMore({ type: "put", key, value }, ANSWER_MS, this.stage.seed.pick(this.living).ref);
      if (answer === null && ++unanswered === ENOUGH) return;
    }
  }

  /** Gets each key at `each` of the peers, or at all of them, until too many have stayed without an answer. */
  async get(label: string, keys: readonly string[], each = this.living.length): Promise<void> {
    this.client.party.exchange(label);
    let unanswered = 0;
    for (const key of keys) {
      const asked = this.stage.seed.shuffle(this.living).slice(0, each);
      const questions = asked.map(({ ref }) => ({ to: ref, question: { type: "get", key } as const }));
      const answers = await this.client.askAll(questions, ANSWER_MS);
      if (answers.includes(null) && ++unanswered === ENOUGH) return;
    }
  }

  /** Pairs of a key and a value. */
  pairs(count: number): [string, string][] {
    return Array.from({ length: count }, () => [`${this.stage.seed.word(5)} ${this.stage.seed.int(10, 99)}`, this.stage.seed.word()]);
  }
}
