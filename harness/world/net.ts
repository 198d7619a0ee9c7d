import { createServer, type Server, type Socket } from "node:net";
import type { WaitOutcome } from "./events.js";
import { Distance } from "./distance.js";
import { FaultyLink, type Schedule } from "./faulty-link.js";
import { freePort, releasePort, type Port } from "./ports.js";
import { Signal } from "./signal.js";
import { CutShort } from "./student.js";
import { addressOf, DEFAULT_WAIT_MS, pauseByClock, promptly, type PartyContext } from "./party-context.js";
import { TcpParty } from "./tcp-party.js";
import { UdpParty } from "./udp-party.js";
import { startYardstick, type Yardstick } from "./yardstick.js";

/** A TCP server that the harness plays: takes the connections that the student's program makes. */
export class TcpListener {
  readonly #changed = new Signal();
  readonly #accepted: TcpParty[] = [];
  #taken = 0;

  private constructor(
    readonly name: string,
    readonly number: number,
    readonly host: string,
    readonly port: number,
    private readonly context: PartyContext,
    private readonly server: Server,
  ) {}

  static async listen(name: string, at: { host: string; port?: number; acceptAfterMs?: number }, context: PartyContext): Promise<TcpListener> {
    const { acceptAfterMs = 0 } = at;
    // Until it is accepted nothing is read: what the program sends waits in the kernel's buffers.
    const server = createServer({ allowHalfOpen: true, noDelay: true, pauseOnConnect: true });
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen({ host: at.host, port: at.port ?? 0, exclusive: true, backlog: 511 }, () => resolve());
    });
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const listener = new TcpListener(name, context.nextSocket(), at.host, port, context, server);
    context.emit({ type: "listen", socket: listener.number, transport: "tcp", party: name, address: addressOf(at.host, port) });
    const accept = (socket: Socket) => {
      const nth = listener.#accepted.length + 1;
      listener.#accepted.push(TcpParty.accepted(nth === 1 ? name : `${name} ${nth}`, socket, listener.number, context));
      listener.#changed.notify();
    };
    server.on("connection", (socket) => {
      if (acceptAfterMs === 0) return accept(socket);
      socket.on("error", () => undefined);
      context.emit({ type: "fault", socket: listener.number, kind: "late-accept", direction: "received" });
      void context.patience
        .lull(listener.#changed, () => false, acceptAfterMs)
        .then(
          () => accept(socket),
          () => undefined,
        );
    });
    // Accepting may fail later on (no descriptors left): then no connection comes.
    server.on("error", () => undefined);
    context.programs.subscribe(() => listener.#changed.notify());
    return listener;
  }

  /** Waits for the next connection; null when none comes, with the outcome recorded. */
  async accept(waitMs = DEFAULT_WAIT_MS): Promise<TcpParty | null> {
    const look = (): WaitOutcome | null => (this.#accepted.length > this.#taken ? "met" : this.context.allExited() ? "exited" : null);
    const { outcome, ms } = await this.context.patience.until(this.#changed, look, waitMs);
    this.context.emit({ type: "wait", socket: this.number, process: null, kind: "connection", until: "a connection", outcome, ms, nominalMs: waitMs });
    return outcome === "met" ? (this.#accepted[this.#taken++] ?? null) : null;
  }

  /** Waits for a connection that need not come: null once the program has ended, or after a while without. */
  async acceptUnless(program: { readonly exit: unknown }, waitMs = DEFAULT_WAIT_MS): Promise<TcpParty | null> {
    await this.context.patience.lull(this.#changed, () => this.#accepted.length > this.#taken || program.exit !== null, waitMs);
    return this.#accepted[this.#taken] === undefined ? null : (this.#accepted[this.#taken++] ?? null);
  }

  /** Takes no more connections: from now on they are refused. */
  close(): void {
    this.server.close();
  }

  dispose(): void {
    for (const party of this.#accepted) party.dispose();
    this.server.close();
  }
}

/** The network of one run: where a scenario gets its parties from. */
export class Net {
  readonly #disposables: { dispose(): void }[] = [];
  readonly #ports: Port[] = [];
  #disposed = false;

  /** `firstPort`: the one to hand out first, that somebody asked for who starts the program by hand. */
  constructor(
    private readonly context: PartyContext,
    private firstPort: number | null = null,
  ) {}

  /** A free port to hand to the student's program, which is to bind it. */
  async port(transport: "tcp" | "udp"): Promise<Port> {
    const asked = this.firstPort;
    this.firstPort = null;
    if (asked !== null) return { transport, number: asked, toString: () => String(asked) };
    const port = await freePort(transport);
    this.#ports.push(port);
    return port;
  }

  /** A TCP client, connected to the student's server at 127.0.0.1. */
  async connect(name: string, port: Port, from?: string): Promise<TcpParty> {
    const to = { host: "127.0.0.1", port: port.number };
    return this.#keep(await TcpParty.connect(name, from === undefined ? to : { ...to, from }, this.context));
  }

  /** The student's server as it is seen from `rttMs` away: connect to this port instead. 0: as near as it is. */
  async atDistance(port: Port, rttMs: number): Promise<Port> {
    return rttMs === 0 ? port : this.#keep(await Distance.before(port, rttMs)).port;
  }

  /** A TCP server for the student's client. `acceptAfterMs`: how long a connection waits in the backlog. */
  async listen(name: string, at: { host?: string; port?: Port; acceptAfterMs?: number } = {}): Promise<TcpListener> {
    const { host = "127.0.0.1", port, acceptAfterMs = 0 } = at;
    return this.#keep(await TcpListener.listen(name, { host, acceptAfterMs, ...(port === undefined ? {} : { port: port.number }) }, this.context));
  }

  /** A UDP socket, client or server. */
  async udp(name: string, at: { host?: string; port?: Port } = {}): Promise<UdpParty> {
    const where = { host: at.host ?? "127.0.0.1" };
    return this.#keep(await UdpParty.bind(name, at.port === undefined ? where : { ...where, port: at.port.number }, this.context));
  }

  /** The way from `party` to the student's program, over a network that does to each datagram what the schedule says. */
  faulty(party: UdpParty, schedule: Schedule): FaultyLink {
    return new FaultyLink(party, schedule, this.context);
  }

  /** A line mirror of the harness's own: what it takes for an exchange tells how fast this machine is. */
  async yardstick(): Promise<Yardstick> {
    return this.#keep(await startYardstick(this.context.emit));
  }

  /** Waits until something holds that the scenario sees for itself in what its parties hear; looked at again every few hundredths of a second. */
  async until(look: () => boolean, until: string, waitMs = DEFAULT_WAIT_MS): Promise<WaitOutcome> {
    const { patience, programs, allExited, emit } = this.context;
    const { outcome, ms } = await patience.until(programs, () => (look() ? "met" : allExited() ? "exited" : null), waitMs);
    emit({ type: "wait", socket: null, process: null, kind: "data", until, outcome, ms, nominalMs: waitMs });
    return outcome;
  }

  /** Lets `ms` pass (patient time), so that a program that dies of what happened last does so before what comes next. */
  async pause(ms: number): Promise<void> {
    await this.context.patience.lull(this.context.programs, () => this.context.allExited(), ms);
  }

  /** Lets `ms` pass by the clock, for what a program's own timers do not wait for. */
  async pauseByClock(ms: number): Promise<void> {
    await pauseByClock(this.context, ms);
  }

  /** As `promptly` of a context. */
  async promptly<T>(limitMs: number, step: () => Promise<T>): Promise<T> {
    return await promptly(this.context, limitMs, step);
  }

  dispose(): void {
    this.#disposed = true;
    for (const disposable of this.#disposables.splice(0).reverse()) disposable.dispose();
    for (const port of this.#ports.splice(0)) releasePort(port.number);
  }

  #keep<T extends { dispose(): void }>(party: T): T {
    if (this.#disposed) {
      party.dispose();
      throw new CutShort("the run is over");
    }
    this.#disposables.push(party);
    return party;
  }
}
