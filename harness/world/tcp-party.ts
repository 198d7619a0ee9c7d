import { connect, type Socket } from "node:net";
import { errorCode } from "../errors.js";
import { asBytes } from "../text/bytes.js";
import type { SeededStream } from "../text/seeded-stream.js";
import type { WaitKind, WaitOutcome } from "./events.js";
import { addressOf, DEFAULT_WAIT_MS, pauseByClock, promptly, SPENT_WAIT_MS, type PartyContext } from "./party-context.js";
import type { Waited } from "./patience.js";
import { ReceivedBytes } from "./received-bytes.js";
import { Signal } from "./signal.js";

/** How long a bulk transfer may stand still, ms before patience. */
const STALL_WAIT_MS = 4000;
const CUT_PAUSE_MS = 20;
const STREAM_CHUNK_BYTES = 256 << 10;
/**
 * One side of a TCP connection, played by the harness. Everything that crosses it is recorded here, not in the scenario. Each
 * side is closed on its own (FIN), nothing throws: on a connection that is gone, sending does nothing and waiting says so. Longer than other
 * files, since all that may be done on a connection changes the one state of its two sides.
 */
export class TcpParty {
  readonly #changed = new Signal();
  readonly #received: ReceivedBytes;
  #linesAwaited = 0;
  #bytesAwaited = 0;
  #open = false;
  #receivedEnd = false;
  #sentEnd = false;
  #broken = false;
  #spent = false;
  #slowMs = 0;
  /** Written, but held to go with what is written next. */
  #held: Buffer[] = [];

  private constructor(
    readonly name: string,
    readonly number: number,
    private readonly context: PartyContext,
    private readonly socket: Socket,
  ) {
    this.#received = new ReceivedBytes(number, context.emit);
    context.patience.begins.subscribe(() => this.#release());
  }

  /** Connects to the student's program. If that fails it is recorded, and the party is there all the same, with nothing to hear. */
  static async connect(name: string, to: { host: string; port: number; from?: string }, context: PartyContext): Promise<TcpParty> {
    const socket = connect({ host: to.host, port: to.port, allowHalfOpen: true, ...(to.from === undefined ? {} : { localAddress: to.from }) });
    const party = new TcpParty(name, context.nextSocket(), context, socket);
    const remote = addressOf(to.host, to.port);
    let failure: string | null = null;
    socket.once("error", (error) => {
      failure = errorCode(error) ?? "ERROR";
      party.#changed.notify();
    });
    const { outcome } = await context.patience.until(
      party.#watched(socket, "connect"),
      () => (failure !== null ? "reset" : socket.readyState === "open" ? "met" : null),
      DEFAULT_WAIT_MS,
    );
    if (outcome === "met") {
      context.emit({ type: "open", socket: party.number, party: name, by: "party", local: addressOf(socket.localAddress, socket.localPort), remote });
      party.#listen();
    } else {
      context.emit({ type: "open-failed", socket: party.number, party: name, remote, code: failure ?? "ETIMEDOUT" });
      party.#broken = true;
      socket.destroy();
    }
    return party;
  }

  /** A connection that the student's program has made to a listening party. */
  static accepted(name: string, socket: Socket, listener: number, context: PartyContext): TcpParty {
    const party = new TcpParty(name, context.nextSocket(), context, socket);
    const local = addressOf(socket.localAddress, socket.localPort);
    const remote = addressOf(socket.remoteAddress, socket.remotePort);
    context.emit({ type: "open", socket: party.number, party: name, by: "student", local, remote, listener });
    party.#listen();
    socket.resume();
    return party;
  }

  #watched(socket: Socket, event: "connect"): Signal {
    socket.once(event, () => this.#changed.notify());
    return this.#changed;
  }

  #listen(): void {
    const { socket, context, number } = this;
    this.#open = true;
    socket.setNoDelay(true);
    socket.on("data", (chunk: Buffer) => {
      if (!this.#received.push(chunk)) this.reset();
      this.#changed.notify();
      if (this.#slowMs > 0) this.#takeBreath(socket);
    });
    socket.on("end", () => {
      this.#receivedEnd = true;
      context.emit({ type: "end", socket: number, direction: "received" });
      this.#changed.notify();
    });
    socket.on("error", (error) => {
      if (this.#broken) return;
      this.#broken = true;
      context.emit({ type: "reset", socket: number, direction: "received", code: errorCode(error) ?? "ERROR" });
      this.#changed.notify();
    });
    socket.on("close", () => this.#changed.notify());
  }

  #takeBreath(socket: Socket): void {
    socket.pause();
    setTimeout(() => socket.resume(), this.#slowMs);
  }

  /**
   * From here on, or from the next `after` on, what comes is compared with `stream`, and recorded by reference to it as far as it is
   * the same.
   */
  expectStream(stream: SeededStream, after = ""): void {
    this.#received.expect(stream, after);
  }

  /** Takes only more than so many bytes that are no stream for a flood. They are kept in the record: only for what cannot be told beforehand. */
  expectUpTo(bytes: number): void {
    this.#received.most = bytes;
  }

  /** How many bytes of the stream expected have come, unchanged and in order. */
  get matchedBytes(): number {
    return this.#received.matched;
  }

  /** Sends the part of `stream` from `from` to `to`; resolves once the kernel has taken it. */
  async sendStream(stream: SeededStream, from = 0, to = stream.length, stallMs = STALL_WAIT_MS): Promise<WaitOutcome> {
    this.#release();
    for (let offset = from; offset < to; offset += STREAM_CHUNK_BYTES) {
      if (!this.alive || this.#sentEnd) return "reset";
      const bytes = stream.slice(offset, Math.min(STREAM_CHUNK_BYTES, to - offset));
      this.context.emit({ type: "bulk", socket: this.number, direction: "sent", of: stream.reference, offset, length: bytes.length });
      const outcome = await this.#write(bytes, stallMs);
      if (outcome !== "met") return outcome;
    }
    return "met";
  }

  /** Waits until the stream expected has come up to `offset`, as long as it makes progress. */
  async receiveStream(offset: number): Promise<WaitOutcome> {
    return await this.#progress(() => this.matchedBytes >= offset || this.#received.deviated > 0, `${offset} bytes of the stream`);
  }

  /** Leaves what comes in the kernel's buffer for a while, as a server does that is busy sending; nothing unusual. */
  holdReading(): void {
    this.socket.pause();
  }

  releaseReading(): void {
    this.socket.resume();
  }

  /** Waits until `count` lines have come in all, as long as bytes come. */
  async receivedLinesInAll(count: number): Promise<WaitOutcome> {
    return await this.#progress(() => this.#received.lines >= count, `${count} lines in all`);
  }

  /** Reads nothing more, so that the program's replies fill the buffers between. */
  stopReading(): void {
    this.context.emit({ type: "fault", socket: this.number, kind: "stop-reading", direction: "received" });
    this.socket.pause();
  }

  /** From here on reads a chunk, and then nothing for `pauseMs`, until it resumes. */
  readSlowly(pauseMs: number): void {
    this.context.emit({ type: "fault", socket: this.number, kind: "slow-reading", direction: "received" });
    this.#slowMs = pauseMs;
    this.socket.resume();
  }

  resumeReading(): void {
    this.#slowMs = 0;
    this.context.emit({ type: "fault", socket: this.number, kind: "resume-reading", direction: "received" });
    this.socket.resume();
  }

  /** Whether the connection was made and neither side has broken it. */
  get alive(): boolean {
    return this.#open && !this.#broken;
  }

  /** Bytes received so far. */
  get receivedBytes(): number {
    return this.#received.bytes;
  }

  /** Whole lines (LFs) received so far. */
  get receivedLines(): number {
    return this.#received.lines;
  }

  /** Whether the student's program has closed its sending side. */
  get receivedEnd(): boolean {
    return this.#receivedEnd;
  }

  /** From here on, what crosses this connection belongs to the exchange `label`. */
  exchange(label: string): this {
    this.context.emit({ type: "exchange", socket: this.number, label });
    return this;
  }

  /** Sends bytes (or a binary string), cut as the run's mode has it; resolves once the kernel has taken them. */
  async send(data: string | Uint8Array, waitMs = DEFAULT_WAIT_MS): Promise<WaitOutcome> {
    const { cutter } = this.context;
    const bytes = asBytes(data);
    if (cutter.coalesces) {
      if (!this.alive || this.#sentEnd) return "reset";
      this.#held.push(bytes);
      return "met";
    }
    for (const [index, piece] of cutter.cut(bytes).entries()) {
      // A busy reader merges pieces that follow at once; one of the cuts at least is to be read as such.
      if (index === 1 || (index > 1 && cutter.keepsApart)) await this.pause(CUT_PAUSE_MS);
      if (!this.alive || this.#sentEnd) return "reset";
      this.context.emit({ type: "data", socket: this.number, direction: "sent", bytes: piece });
      const outcome = await this.#write(piece, waitMs);
      if (outcome !== "met") return outcome;
      await new Promise((resolve) => setImmediate(resolve));
    }
    return "met";
  }

  /** Writes as one what was held to be coalesced: whoever waits has nothing to add to it. */
  #release(): void {
    const bytes = Buffer.concat(this.#held.splice(0));
    if (bytes.length === 0 || !this.alive || this.#sentEnd) return;
    this.context.emit({ type: "data", socket: this.number, direction: "sent", bytes });
    this.socket.write(bytes);
  }

  /** Waits for `count` more whole lines. */
  async receiveLines(count = 1, waitMs = DEFAULT_WAIT_MS): Promise<WaitOutcome> {
    this.#linesAwaited += count;
    const target = this.#linesAwaited;
    this.#received.takeUnread();
    return (await this.#wait("data", () => (this.#received.lines >= target ? "met" : null), count === 1 ? "a line" : `${count} lines`, waitMs)).outcome;
  }

  /** Waits for `count` more bytes. */
  async receiveBytes(count: number, waitMs = DEFAULT_WAIT_MS): Promise<WaitOutcome> {
    this.#bytesAwaited += count;
    const target = this.#bytesAwaited;
    this.#received.takeUnread();
    return (await this.#wait("data", () => (this.#received.bytes >= target ? "met" : null), `${count} bytes`, waitMs)).outcome;
  }

  /** Waits until the student's program has closed its sending side: "met" on FIN. */
  async receiveEnd(waitMs = DEFAULT_WAIT_MS): Promise<WaitOutcome> {
    return (await this.#wait("end", () => (this.#receivedEnd ? "met" : null), "the end of the stream (FIN)", waitMs)).outcome;
  }

  /** Waits for the next bytes, whatever they are; null when none come, with the outcome recorded. */
  async receiveSome(waitMs = DEFAULT_WAIT_MS): Promise<Buffer | null> {
    await this.#wait("data", () => (this.#received.hasUnread ? "met" : null), "more bytes", waitMs);
    return this.#received.hasUnread ? this.#received.takeUnread() : null;
  }

  /** Waits until `isDone` says so of what has come since the last wait, as long as bytes come; `until` is what is waited for. */
  async receiveUntil(isDone: (piece: Buffer) => boolean, until: string, waitMs = DEFAULT_WAIT_MS): Promise<WaitOutcome> {
    for (;;) {
      if (isDone(this.#received.takeUnread())) return "met";
      const before = this.#received.bytes;
      const look = () => (this.#received.bytes > before ? "met" : null);
      const { outcome } = await this.#wait("data", look, until, waitMs, false);
      if (outcome !== "met") return outcome;
    }
  }

  /**
   * Lets `ms` pass (patient time), so that what was sent before and what is sent after arrive apart. If that comes to `limitMs` by the clock,
   * it is noted as our own lateness.
   */
  async pause(ms: number, limitMs = Infinity): Promise<void> {
    await promptly(this.context, limitMs, () => this.context.patience.lull(this.#changed, () => !this.alive, ms));
  }

  /** Lets `ms` pass by the clock; if it comes to `limitMs` all the same, that is noted as our own lateness. */
  async pauseByClock(ms: number, limitMs: number): Promise<void> {
    await promptly(this.context, limitMs, () => pauseByClock(this.context, ms));
  }

  /** Keeps two writes apart by a pause, unless the run's mode has it that they go as one. */
  async keepApart(ms: number): Promise<void> {
    if (!this.context.cutter.coalesces) await this.pause(ms);
  }

  /** Waits up to `ms` for the student's program to close its sending side, without holding a silence against it. */
  async lull(ms: number): Promise<void> {
    await this.context.patience.lull(this.#changed, () => this.#receivedEnd || !this.alive, ms);
  }

  /** Closes the sending side (FIN); the student's program may go on sending. */
  end(): void {
    this.#release();
    if (!this.alive || this.#sentEnd) return;
    this.#sentEnd = true;
    this.context.emit({ type: "end", socket: this.number, direction: "sent" });
    this.socket.end();
  }

  /** Breaks the connection (RST). */
  reset(): void {
    this.#release();
    if (!this.alive) return;
    this.#broken = true;
    this.context.emit({ type: "reset", socket: this.number, direction: "sent", code: "RST" });
    this.socket.resetAndDestroy();
  }

  /** Tears the connection down at the end of a run; not part of the play. */
  dispose(): void {
    this.#broken = true;
    this.socket.destroy();
  }

  /** Writes, and waits until the kernel has taken it. */
  async #write(bytes: Buffer, waitMs: number): Promise<WaitOutcome> {
    let taken = false;
    this.socket.write(bytes, (error) => {
      taken = error === null || error === undefined;
      this.#changed.notify();
    });
    return (await this.#wait("taken", () => (taken ? "met" : null), `the program to take ${bytes.length} bytes`, waitMs)).outcome;
  }

  /** Waits until `done`, however long it takes, as long as bytes come. */
  async #progress(done: () => boolean, until: string): Promise<WaitOutcome> {
    for (;;) {
      const before = this.#received.bytes;
      const look = () => (done() || this.#received.bytes - before >= STREAM_CHUNK_BYTES ? "met" : null);
      const { outcome } = await this.#wait("data", look, until, STALL_WAIT_MS, false);
      if (outcome !== "met" || done()) return outcome;
    }
  }

  async #wait(kind: WaitKind, look: () => WaitOutcome | null, until: string, waitMs: number, recorded = kind !== "taken"): Promise<Waited> {
    const nominalMs = this.#spent ? Math.min(SPENT_WAIT_MS, waitMs) : waitMs;
    const broken = () => {
      const outcome = look();
      if (outcome !== null) return outcome;
      if (!this.alive) return "reset";
      return this.#receivedEnd && kind !== "taken" ? "ended" : null;
    };
    const waited = await this.context.patience.until(this.#changed, broken, nominalMs);
    if (waited.outcome === "deadline") this.#spent = true;
    if (recorded || waited.outcome !== "met")
      this.context.emit({ type: "wait", socket: this.number, process: null, kind, until, outcome: waited.outcome, ms: waited.ms, nominalMs });
    return waited;
  }
}
