import type { Port, Stage, StudentProgram } from "#harness";
import { closestSuccessor, distance, keyId } from "./circle.js";
import { Client, type Question } from "./client.js";
import { Member, type Neighbourhood } from "./member.js";
import type { Message, Ref } from "./messages.js";
import { AFTER, BEFORE, places, type Places, type Role } from "./places.js";

/** The interval between two pings that grading asks for, ms. */
export const PING_MS = 200;
/** How long what should happen at once, or within a few intervals, is waited for, ms. */
const WAIT_MS = 3000;
/** A find that goes round and round is not kept going by us. */
const MOST_HOPS = 250;

interface RingOptions {
  /** The interval between two pings, ms. */
  pingMs?: number;
  /** Identifiers of members beside those at the places. */
  others?: readonly number[];
}

/** A ring that the harness plays, with a place for one peer of the student's: every datagram that this peer sends or gets is on record. */
export class Ring implements Neighbourhood, Disposable {
  readonly members: Member[] = [];
  readonly pingMs: number;
  joined = false;
  #beat: NodeJS.Timeout | null = null;
  #clients = 0;
  readonly #openedAt = performance.now();

  private constructor(
    readonly stage: Stage,
    readonly student: Ref,
    private readonly port: Port,
    pingMs: number,
  ) {
    this.pingMs = pingMs * stage.unhurried;
  }

  /** The members at their places, who know each other; the student's peer is not there yet. */
  static async open(stage: Stage, at: Places = places(stage.seed), { pingMs = PING_MS, others = [] }: RingOptions = {}): Promise<Ring> {
    const port = await stage.net.port("udp");
    const ring = new Ring(stage, { id: at[2], host: "127.0.0.1", port: port.number }, port, pingMs);
    const ids = at.toSpliced(2, 1);
    for (const [index, name] of [...BEFORE, ...AFTER].entries()) ring.members.push(await ring.outsider(name, ids[index] as number));
    for (const id of others) ring.members.push(await ring.outsider(`another ${id}`, id));
    ring.settle();
    ring.phase("joining");
    return ring;
  }

  /** A peer of the harness that is not in the ring. */
  async outsider(name: string, id: number): Promise<Member> {
    const party = await this.stage.net.udp(`${name} (${id})`);
    return new Member(name, { id, host: party.host, port: party.port }, party, this);
  }

  /** An outsider comes in: from now on all members know of it. */
  enter(newcomer: Member): void {
    if (!this.members.includes(newcomer)) this.members.push(newcomer);
    this.settle();
  }

  /** The student's peer and this one are a ring of two: nobody else is in it. */
  pair(other: Member): void {
    this.members.splice(0, this.members.length, other);
    this.joined = true;
    this.settle();
  }

  member(role: Role): Member {
    return this.members.find(({ name }) => name === role) as Member;
  }

  /** Somebody who asks, and is no peer. */
  async client(): Promise<Client> {
    const nth = ++this.#clients;
    return new Client(await this.stage.net.udp(nth === 1 ? "client" : `client ${nth}`), this.student);
  }

  /** Starts the student's peer, which knows one member, and waits until it has joined; null: it has not. */
  async admit(): Promise<StudentProgram | null> {
    const program = await this.start("third");
    return (await this.settled()) ? program : null;
  }

  /** Starts the student's peer; `known`: whom it knows, null for a ring of its own. */
  async start(known: Role | null): Promise<StudentProgram> {
    const at = known === null ? [] : [this.member(known).party.address];
    const env = { PING_INTERVAL_MS: String(this.pingMs) };
    const program = await this.stage.student.serve("peer", [String(this.student.id), this.port, ...at], { env });
    this.#beat = setInterval(() => this.#ping(), this.pingMs).unref();
    return program;
  }

  /** Waits until the student's peer has notified its first successor, and pinged both. */
  async settled(): Promise<boolean> {
    const [first, second] = [this.member("first"), this.member("second")];
    return await this.until(() => first.count("notify") > 0 && first.count("ping") > 0 && second.count("ping") > 0, "the peer to join the ring");
  }

  /** From here on, what members hear and say belongs to exchanges "<member>-<phase>". */
  phase(phase: string): void {
    for (const member of this.members) member.phase(phase);
  }

  async until(look: () => boolean, what: string, waitMs = WAIT_MS): Promise<boolean> {
    return (await this.stage.net.until(look, what, waitMs)) === "met";
  }

  /** A member sends a request to the student's peer, as the exchange "<its name>-<phase>", and waits for the answer, wherever that goes. */
  async ask(member: Member, phase: string, question: Question, answeredTo: Member = member, waitMs?: number): Promise<boolean> {
    member.phase(phase);
    const tx = member.tx();
    member.send({ ...question, tx }, this.student);
    return await this.until(() => answeredTo.answered(tx), `an answer to ${question.type}`, waitMs);
  }

  /** Lets so many intervals pass. */
  async intervals(count: number): Promise<void> {
    await this.stage.net.pause(count * this.pingMs);
  }

  /** Lets so many intervals pass by the clock; where it came to `limit` of them, a failure is not held against the program. */
  async intervalsByClock(count: number, limit: number): Promise<void> {
    await this.stage.net.promptly(limit * this.pingMs, () => this.stage.net.pauseByClock(count * this.pingMs));
  }

  /** Asks for the state every interval, until it is as it should be or so many intervals are over. */
  async watchState(client: Client, label: string, look: (state: Extract<Message, { type: "state" }>) => boolean, intervals = 15): Promise<boolean> {
    for (let i = 0; i < intervals; i++) {
      const state = await client.ask(label, { type: "state" });
      if (state?.type !== "state") return false;
      if (look(state)) return true;
      await this.intervals(1);
    }
    return false;
  }

  /** All that are alive, from the lowest identifier on. */
  living(): Ref[] {
    const refs = this.members.filter((member) => !member.isSilent).map(({ ref }) => ref);
    return [...refs, ...(this.joined ? [this.student] : [])].toSorted((a, b) => a.id - b.id);
  }

  /** The member that a key belongs to; undefined: it is the student's peer. */
  ownerOf(key: string): Member | undefined {
    const owner = closestSuccessor(this.living(), keyId(key));
    return this.members.find(({ ref }) => ref === owner);
  }

  /** Has every member know its true neighbours. */
  settle(): void {
    const all = this.living();
    for (const member of this.members) {
      const at = all.indexOf(member.ref);
      if (at < 0) continue;
      const next = (steps: number) => all[(at + steps + all.length) % all.length] as Ref;
      member.predecessor = next(-1);
      member.successors = [next(1), next(2)];
    }
  }

  /** As if `message` had gone from member to member: what comes of it comes from whom it ends at, or to the student's peer from its predecessor. */
  route(by: Member, message: Extract<Message, { type: "find" | "join" }>): void {
    const id = message.type === "find" ? message.id : message.peer.id;
    // It may be left to the one that has an identifier to refuse it to others.
    if (message.type === "join" && by.ref.id === id) return this.refuse(by, message);
    const others = this.living().filter((ref) => message.type === "find" || ref.port !== message.peer.port);
    const end = closestSuccessor(others, id);
    if (end === undefined || message.hops > MOST_HOPS) return;
    const last = message.type === "find" ? end : (others[(others.indexOf(end) + others.length - 1) % others.length] as Ref);
    const hops = message.hops + others.filter((ref) => distance(by.ref.id, ref.id) <= distance(by.ref.id, last.id)).length - 1;
    const member = this.members.find(({ ref }) => ref === last);
    if (member === undefined) this.member("predecessor").send({ ...message, hops }, this.student);
    else if (message.type === "find") member.send({ type: "found", tx: message.tx, id, peer: end, hops }, message.origin);
    else if (end.id === id) this.refuse(member, message);
    else this.welcome(member, message);
  }

  refuse(member: Member, { tx, peer }: Extract<Message, { type: "join" }>): void {
    member.send({ type: "refused", tx, reason: `identifier ${peer.id} is taken` }, peer);
  }

  /** Takes a newcomer in after `host`; the student's peer is known to its successor only when it has notified it. */
  welcome(host: Member, { tx, peer }: Extract<Message, { type: "join" }>): void {
    const successors = this.#after(peer);
    host.send({ type: "welcome", tx, predecessor: host.ref, successors }, peer);
    if (peer.port !== this.student.port) return;
    this.joined = true;
    this.settle();
    const first = this.members.find(({ ref }) => ref === successors[0]);
    if (first !== undefined && first.count("notify") === 0) first.predecessor = host.ref;
  }

  #after(peer: Ref): [Ref, Ref] {
    const others = this.living().filter((ref) => ref.port !== peer.port);
    const [first, second] = others.toSorted((a, b) => distance(peer.id, a.id) - distance(peer.id, b.id));
    return [first, second ?? first] as [Ref, Ref];
  }

  /** Those whose successor the student's peer is ping it. */
  #ping(): void {
    for (const member of this.members)
      if (!member.isSilent && this.joined && member.successors.some((ref) => ref.port === this.student.port))
        member.send({ type: "ping", tx: member.tx(), from: member.ref }, this.student);
  }

  /** Where somebody got no time for as long as a ping takes to be missed, what fails is not the program's fault. */
  [Symbol.dispose](): void {
    if (this.#beat !== null) clearInterval(this.#beat);
    const [member] = this.members;
    const stallMs = member?.party.stallBetween(this.#openedAt, performance.now()) ?? 0;
    // Who never asked to join was waited for patiently; who did may have asked in vain for as long as it was to ask.
    const asked = this.members.some(({ party: { received } }) => received > 0);
    if (asked && stallMs > this.pingMs) member?.party.ownLateness(stallMs);
  }
}
