import { Cutter, type Mode } from "./cutting.js";
import type { WireEvent } from "./events.js";
import { Net } from "./net.js";
import { Heartbeat } from "./heartbeat.js";
import { Patience } from "./patience.js";
import type { Port } from "./ports.js";
import { Seed } from "./seed.js";
import { Signal } from "./signal.js";
import type { PartyContext } from "./party-context.js";

/** The harness's side of a run, for tests that play the student's side with sockets of their own. */
export class TestStage implements Disposable {
  readonly events: WireEvent[] = [];
  readonly programs = new Signal();
  readonly context: PartyContext;
  readonly net: Net;
  exited = false;
  #sockets = 0;

  constructor(mode: Mode = "whole") {
    this.context = {
      emit: (event) => void this.events.push(event as WireEvent),
      nextSocket: () => ++this.#sockets,
      patience: new Patience(() => []),
      heartbeat: new Heartbeat(),
      programs: this.programs,
      allExited: () => this.exited,
      cutter: new Cutter(mode, new Seed("test")),
    };
    this.net = new Net(this.context);
  }

  /** All of the student's programs are said to have ended. */
  exit(): void {
    this.exited = true;
    this.programs.notify();
  }

  /** What was recorded of a socket in one direction, as a binary string. */
  carried(socket: number, direction: "sent" | "received"): string {
    return this.events
      .flatMap((event) =>
        event.type === "data" && event.socket === socket && event.direction === direction ? [Buffer.from(event.bytes).toString("latin1")] : [],
      )
      .join("");
  }

  of<T extends WireEvent["type"]>(type: T): Extract<WireEvent, { type: T }>[] {
    return this.events.filter((event): event is Extract<WireEvent, { type: T }> => event.type === type);
  }

  [Symbol.dispose](): void {
    this.net.dispose();
    this.context.heartbeat.stop();
  }
}

export function portOf(number: number, transport: "tcp" | "udp" = "tcp"): Port {
  return { transport, number, toString: () => String(number) };
}
