import type { Stage, StudentProgram } from "#harness";
import { closestSuccessor, distance } from "./circle.js";
import { Client, type Question } from "./client.js";
import { Member, type Neighbourhood } from "./member.js";
import type { Message, Ref } from "./messages.js";

/** The interval between two pings that grading asks for, ms. */
export const PING_MS = 200;

/** How long a ring waits for what should happen at once, or within a few intervals, ms. */
const WAIT_MS = 3000;

/** Members of a scripted ring by what they are to the student's peer, clockwise. */
const BEFORE = ["before", "predecessor"] as const;
const AFTER = ["first", "second", "third"] as const;
export type Role = (typeof BEFORE)[number] | (typeof AFTER)[number];

/** Identifiers clockwise: before, predecessor, the student's peer, first, second, third. */
export type Places = [number, number, number, number, number, number];

/** Six places with room between them; all identifiers have five digits. `gap`: between which two of them zero lies; 5: before the lowest. */
export function places({ seed }: Stage, zeroAfter = 5): Places {
  const ascending = Array.from({ length: 6 }, (_, slot) => 10_000 + slot * 9_000 + seed.int(2_000, 7_000));
  return ascending.map((_, index) => ascending[(index + 5 - zeroAfter) % 6]) as Places;
}

/** A ring that the harness plays, with a place for one peer of the student's: every datagram that this peer sends or gets is on record. */
export class Ring implements Neighbourhood, Disposable {
  readonly members: Member[] = [];
  readonly pingMs: number;
  joined = false;
  #beat: NodeJS.Timeout | null = null;
  #clients = 0;

  private constructor(
    readonly stage: Stage,
    readonly student: Ref,
    private readonly port: Awaited<ReturnType<Stage["net"]["port"]>>,
  ) {
    this.pingMs = PING_MS * stage.unhurried;
  }

  /** The members at their places, who know each other; the student's peer is not there yet. */
  static async open(stage: Stage, at: Places = places(stage)): Promise<Ring> {
    const port = await stage.net.port("udp");
    const ring = new Ring(stage, { id: at[2], host: "127.0.0.1", port: port.number }, port);
    const ids = [...at.slice(0, 2), ...at.slice(3)];
    for (const [index, name] of [...BEFORE, ...AFTER].entries()) ring.members.push(await ring.outsider(name, ids[index] as number));
    ring.settle();
    ring.phase("joining");
    return ring;
  }

  /** A peer of the harness that is not in the ring. */
  async outsider(name: string, id: number): Promise<Member> {
    const party = await this.stage.net.udp(`${name} (${id})`);
    return new Member(name, { id, host: party.host, port: party.port }, party, this);
  }

  member(role: Role): Member {
    return this.members.find(({ name }) => name === role) as Member;
  }

  /** Somebody who asks, and is no peer. */
  async client(): Promise<Client> {
    const nth = ++this.#clients;
    return new Client(await this.stage.net.udp(nth === 1 ? "client" : `client ${nth}`), this.student);
  }

  /** Starts the student's peer, which knows one member, and waits until it has joined; false: it has not. */
  async admit(): Promise<boolean> {
    await this.start("third");
    return await this.settled();
  }

  async start(known: Role | null): Promise<StudentProgram> {
    const { id } = this.student;
    const env = { PING_INTERVAL_MS: String(this.pingMs) };
    const at = known === null ? [] : [this.member(known).party.address];
    const program = await this.stage.student.serve("peer", [String(id), this.port, ...at], { env });
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

  async until(look: () => boolean, what: string, waitMs = WAIT_MS * this.stage.unhurried): Promise<boolean> {
    return (await this.stage.net.until(look, what, waitMs)) === "met";
  }

  /** A member sends a request to the student's peer, as the exchange "<its name>-<phase>", and waits for the answer. */
  async ask(member: Member, phase: string, question: Question): Promise<boolean> {
    member.phase(phase);
    const tx = member.tx();
    member.send({ ...question, tx } as Message, this.student);
    return await this.until(() => member.answered(tx), `an answer to ${question.type}`);
  }

  /** Lets so many intervals pass. */
  async intervals(count: number): Promise<void> {
    await this.stage.net.pause(count * this.pingMs);
  }

  /** All that are alive, clockwise from the lowest identifier. */
  living(): Ref[] {
    const refs = this.members.filter((member) => !member.isSilent).map(({ ref }) => ref);
    return [...refs, ...(this.joined ? [this.student] : [])].toSorted((a, b) => a.id - b.id);
  }

  /** Has every member know its true neighbours. */
  settle(): void {
    const all = this.living();
    for (const member of this.members) {
      const at = all.findIndex(({ id }) => id === member.ref.id);
      if (at < 0) continue;
      const next = (steps: number) => all[(at + steps + all.length) % all.length] as Ref;
      member.predecessor = next(-1);
      member.successors = [next(1), next(2)];
    }
  }

  /** As if `message` had gone from member to member: what comes of it comes from whom it ends at, or from the student's predecessor to the student. */
  route(by: Member, message: Extract<Message, { type: "find" | "join" }>): void {
    if (message.hops > MOST_HOPS) return;
    const id = message.type === "find" ? message.id : message.peer.id;
    const hops = (to: Ref) => message.hops + this.living().filter((ref) => distance(by.ref.id, ref.id) <= distance(by.ref.id, to.id)).length - 1;
    if (message.type === "join" && id === this.student.id && !this.#isStudent(message.peer)) return this.#toStudent(message, hops(this.student));
    const others = this.living().filter((ref) => message.type === "find" || ref.port !== message.peer.port);
    const end = closestSuccessor(others, id);
    if (end === undefined) return;
    if (message.type === "join" && end.id === id)
      return this.#memberAt(end)?.send({ type: "refused", tx: message.tx, reason: `identifier ${id} is taken` }, message.peer);
    if (message.type === "find") {
      if (end === this.student) return this.#toStudent(message, hops(end));
      return this.#memberAt(end)?.send({ type: "found", tx: message.tx, id, peer: end, hops: hops(end) }, message.origin);
    }
    const before = others[(others.indexOf(end) + others.length - 1) % others.length] as Ref;
    if (before === this.student) return this.#toStudent(message, hops(before));
    const host = this.#memberAt(before);
    if (host !== undefined && this.#isStudent(message.peer)) this.welcome(host, message.tx);
  }

  /** Takes the student's peer in. */
  welcome(by: Member, tx: string): void {
    const [first, second] = this.#afterStudent();
    this.joined = true;
    by.send({ type: "welcome", tx, predecessor: by.ref, successors: [first, second] }, this.student);
    this.settle();
    const successor = this.#memberAt(first);
    // Until it is notified.
    if (successor !== undefined && successor.count("notify") === 0) successor.predecessor = by.ref;
  }

  #afterStudent(): [Ref, Ref] {
    const others = this.living().filter((ref) => ref !== this.student);
    const sorted = others.toSorted((a, b) => distance(this.student.id, a.id) - distance(this.student.id, b.id));
    return [sorted[0], sorted[1] ?? sorted[0]] as [Ref, Ref];
  }

  #isStudent(peer: Ref): boolean {
    return peer.id === this.student.id && peer.port === this.student.port;
  }

  #memberAt(ref: Ref): Member | undefined {
    return this.members.find((member) => member.ref.port === ref.port);
  }

  #toStudent(message: Extract<Message, { type: "find" | "join" }>, hops: number): void {
    this.member("predecessor").send({ ...message, hops }, this.student);
  }

  /** Those whose successor the student's peer is ping it. */
  #ping(): void {
    for (const member of this.members)
      if (!member.isSilent && this.joined && member.successors.some((ref) => ref.port === this.student.port))
        member.send({ type: "ping", tx: member.tx(), from: member.ref }, this.student);
  }

  [Symbol.dispose](): void {
    if (this.#beat !== null) clearInterval(this.#beat);
  }
}

/** A find that goes round and round is not kept going by us. */
const MOST_HOPS = 40;
