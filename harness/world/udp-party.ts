import { createSocket, type Socket } from "node:dgram";
import { asBytes } from "../text/bytes.js";
import { errorCode } from "../errors.js";
import type { Address, WaitOutcome } from "./events.js";
import { Signal } from "./signal.js";
import { addressOf, DEFAULT_WAIT_MS, noteLateness, SPENT_WAIT_MS, type PartyContext } from "./party-context.js";

/** A datagram that a party has received. */
export interface Datagram {
  bytes: Buffer;
  from: { host: string; port: number };
  /** How much earlier than we heard of it it may have arrived, ms. */
  lateMs: number;
}

/** Room for a burst; the kernel caps it (rmem_max). */
const RECEIVE_BUFFER_BYTES = 4 << 20;

/** How many datagrams are kept of one socket: many times more than any scenario asks for. */
const FLOOD_DATAGRAMS = 10_000;

/** A UDP socket of the harness: every datagram that it sends or receives is recorded, with both addresses. */
export class UdpParty {
  readonly #changed = new Signal();
  readonly #inbox: Datagram[] = [];
  #read = 0;
  #closed = false;
  #spent = false;
  #heard = 0;
  #sent = 0;
  #listener: ((datagram: Datagram) => void) | null = null;

  private constructor(
    readonly name: string,
    readonly number: number,
    readonly host: string,
    readonly port: number,
    private readonly context: PartyContext,
    private readonly socket: Socket,
  ) {}

  static async bind(name: string, at: { host: string; port?: number }, context: PartyContext): Promise<UdpParty> {
    const socket = createSocket({ type: "udp4", reuseAddr: false });
    await new Promise<void>((resolve, reject) => {
      socket.once("error", (error) => {
        socket.close();
        reject(error);
      });
      socket.bind({ address: at.host, port: at.port ?? 0, exclusive: true }, () => {
        socket.removeAllListeners("error");
        resolve();
      });
    });
    const party = new UdpParty(name, context.nextSocket(), at.host, socket.address().port, context, socket);
    try {
      socket.setRecvBufferSize(RECEIVE_BUFFER_BYTES);
    } catch {
      // refused by this kernel: the default has to do
    }
    context.emit({ type: "listen", socket: party.number, transport: "udp", party: name, address: party.address });
    socket.on("message", (bytes, sender) => {
      if (++party.#heard > FLOOD_DATAGRAMS) {
        // Still drained, so that the flood does not end up with others; no longer kept.
        if (party.#heard === FLOOD_DATAGRAMS + 1) context.emit({ type: "cut", socket: party.number, direction: "received" });
        return;
      }
      const lateMs = context.heartbeat.lateness();
      const datagram = { bytes, from: { host: sender.address, port: sender.port }, lateMs };
      party.#inbox.push(datagram);
      context.emit({
        type: "datagram",
        socket: party.number,
        direction: "received",
        local: party.address,
        remote: addressOf(sender.address, sender.port),
        bytes,
        ...(lateMs > 0 ? { lateMs } : {}),
      });
      party.#listener?.(datagram);
      party.#changed.notify();
    });
    socket.on("error", () => undefined);
    context.programs.subscribe(() => party.#changed.notify());
    return party;
  }

  get address(): Address {
    return addressOf(this.host, this.port);
  }

  /** Datagrams sent so far. */
  get sent(): number {
    return this.#sent;
  }

  /** Datagrams received so far. */
  get received(): number {
    return this.#inbox.length;
  }

  /** From here on, what this socket sends and receives belongs to the exchange `label`. */
  exchange(label: string): this {
    this.context.emit({ type: "exchange", socket: this.number, label });
    return this;
  }

  /** Has every datagram looked at as it comes, beside what the scenario does meanwhile: for a party that answers by itself. */
  listen(listener: (datagram: Datagram) => void): this {
    this.#listener = listener;
    return this;
  }

  /** Sends one datagram (bytes, or a binary string). */
  async send(data: string | Uint8Array, to: { host: string; port: number }): Promise<void> {
    if (this.#closed) return;
    const bytes = asBytes(data);
    this.#sent++;
    this.context.emit({ type: "datagram", socket: this.number, direction: "sent", local: this.address, remote: addressOf(to.host, to.port), bytes });
    await new Promise<void>((resolve, reject) =>
      this.socket.send(bytes, to.port, to.host, (error) => (error !== null && errorCode(error) !== "ECONNREFUSED" ? reject(error) : resolve())),
    );
  }

  /** Plays a duplicate: the network delivers a datagram a second time. */
  async sendAgain(data: string | Uint8Array, to: { host: string; port: number }): Promise<void> {
    this.fault("duplicate", data);
    await this.send(data, to);
  }

  /** Sends a datagram to somebody who never asked this socket. */
  async sendAsStranger(data: string | Uint8Array, to: { host: string; port: number }): Promise<void> {
    this.fault("other-source", data);
    await this.send(data, to);
  }

  /** Plays a loss: a datagram that was received, or one that would have been sent, is treated as lost on its way. */
  lose(direction: "sent" | "received", data: string | Uint8Array): void {
    this.fault("drop", data, direction);
  }

  /** Records a fault of the network that is played on a datagram. */
  fault(
    kind: "drop" | "duplicate" | "delay" | "reorder" | "other-source" | "unheard",
    data: string | Uint8Array,
    direction: "sent" | "received" = "sent",
  ): void {
    this.context.emit({ type: "fault", socket: this.number, kind, direction, bytes: asBytes(data) });
  }

  /** Waits for the next datagram that was not read yet; null when none comes, with the outcome recorded. */
  async receive(waitMs = DEFAULT_WAIT_MS): Promise<Datagram | null> {
    const outcome = await this.#wait(() => (this.#inbox.length > this.#read ? "met" : null), "a datagram", waitMs);
    return outcome === "met" ? (this.#inbox[this.#read++] ?? null) : null;
  }

  /** Like `receive`, for a datagram that need not come: a silence is not held against the program. */
  async receiveIfAny(ms: number): Promise<Datagram | null> {
    const look = () => this.#inbox.length > this.#read;
    await this.context.patience.lull(this.#changed, () => look() || this.context.allExited(), ms);
    return look() ? (this.#inbox[this.#read++] ?? null) : null;
  }

  /** Waits until `count` datagrams in all have been received since the socket was bound. */
  async receivedInAll(count: number, waitMs = DEFAULT_WAIT_MS): Promise<WaitOutcome> {
    return await this.#wait(() => (this.#inbox.length >= count ? "met" : null), `${count} datagrams in all`, waitMs);
  }

  /** How long this machine kept us or the program waiting at worst between two moments (performance.now()), ms. */
  stallBetween(from: number, to: number): number {
    return this.context.patience.stallBetween(from, to);
  }

  /** Notes that we were late, ms, by so much that the program may have given up on us: what fails in this run is not its fault. */
  ownLateness(ms: number): void {
    noteLateness(this.context, { socket: this.number, ms, nominalMs: 0 });
  }

  /** Waits up to `ms` for one more datagram without holding a silence against the program; whether one came. */
  async lull(ms: number): Promise<boolean> {
    const before = this.#inbox.length;
    await this.context.patience.lull(this.#changed, () => this.#inbox.length > before || this.context.allExited(), ms);
    return this.#inbox.length > before;
  }

  /** Waits `ms` by the clock, no longer on any machine, for one more datagram; whether one came. For what a program's own timers do not wait for. */
  async glance(ms: number): Promise<boolean> {
    const before = this.#inbox.length;
    const came = () => this.#inbox.length > before;
    return await new Promise<boolean>((resolve) => {
      const settle = () => {
        clearTimeout(timer);
        leave();
        resolve(came());
      };
      const timer = setTimeout(settle, ms);
      const leave = this.#changed.subscribe(() => {
        if (came()) settle();
      });
    });
  }

  /** Gives its port up: whatever still comes is refused (ICMP port unreachable). */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.context.emit({ type: "end", socket: this.number, direction: "sent" });
    this.socket.close();
  }

  dispose(): void {
    if (!this.#closed) this.socket.close();
    this.#closed = true;
  }

  /**
   * Waits up to `ms` for one more datagram, and records whether it came: for bounds on a program's own timers. One that comes later is
   * still heard. What comes after `ms` that were not all the program's own cannot be judged, whichever way: `starved`.
   */
  async expectWithin(ms: number): Promise<WaitOutcome> {
    const before = this.#inbox.length;
    return await this.#wait(() => (this.#inbox.length > before ? "met" : null), `a datagram within ${ms} ms`, ms, true);
  }

  async #wait(look: () => WaitOutcome | null, until: string, waitMs: number, isBound = false): Promise<WaitOutcome> {
    const nominalMs = this.#spent ? Math.min(SPENT_WAIT_MS, waitMs) : waitMs;
    const { outcome, ms } = await this.context.patience.until(this.#changed, () => look() ?? (this.context.allExited() ? "exited" : null), nominalMs);
    if (outcome === "deadline" && !isBound) this.#spent = true;
    const judged = isBound && outcome === "met" && ms > nominalMs ? "starved" : outcome;
    this.context.emit({ type: "wait", socket: this.number, process: null, kind: "data", until, outcome: judged, ms, nominalMs });
    return judged;
  }
}
