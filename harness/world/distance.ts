import { connect, createServer, type Server, type Socket } from "node:net";
import type { Port } from "./ports.js";

/**
 * A relay before the student's server that makes it seem far away: `rttMs` for the handshake of each connection, half of it for each
 * byte in each direction. Bandwidth is not limited.
 */
export class Distance {
  readonly #sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    /** What clients connect to. */
    readonly port: Port,
  ) {}

  static async before(to: Port, rttMs: number): Promise<Distance> {
    const server = createServer({ allowHalfOpen: true, noDelay: true });
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen({ host: "127.0.0.1", port: 0 }, resolve);
    });
    const { port: number } = server.address() as { port: number };
    const distance = new Distance(server, { transport: to.transport, number, toString: () => String(number) });
    server.on("connection", (near) => {
      const far = connect({ host: "127.0.0.1", port: to.number, allowHalfOpen: true, noDelay: true });
      // The kernel has already said yes to the client; a real one would have waited a round trip for that.
      const established = performance.now() + rttMs;
      distance.#carry(near, far, () => Math.max(performance.now(), established) + rttMs / 2);
      distance.#carry(far, near, () => performance.now() + rttMs / 2);
    });
    return distance;
  }

  /** Passes on what comes, each piece at its time; a connection that breaks is broken on the other side, too. */
  #carry(from: Socket, to: Socket, arrival: () => number): void {
    this.#sockets.add(from);
    // Timers that were set within a millisecond may end in any order: each delivers whatever is due first.
    const due: (() => void)[] = [];
    const later = (deliver: () => void) => {
      due.push(deliver);
      setTimeout(() => (to.destroyed ? undefined : due.shift()?.()), arrival() - performance.now());
    };
    from.on("data", (piece: Buffer) => later(() => to.write(piece)));
    from.on("end", () => later(() => to.end()));
    from.on("error", () => later(() => to.resetAndDestroy()));
    from.on("close", () => this.#sockets.delete(from));
  }

  dispose(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.server.close();
  }
}
