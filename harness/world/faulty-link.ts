import { asBytes } from "../text/bytes.js";
import type { PartyContext } from "./party-context.js";
import type { Seed } from "./seed.js";
import type { UdpParty } from "./udp-party.js";

/** What a network does to one datagram: `reorder` delivers it after the one that is sent next, `delay` some time later. */
export type Fate = "deliver" | "drop" | "duplicate" | "delay" | "reorder";

/** The fate of each datagram in turn. */
export type Schedule = () => Fate;

/** These fates one after the other; what is sent beyond them is delivered. */
export function explicitly(...fates: readonly Fate[]): Schedule {
  let next = 0;
  return () => fates[next++] ?? "deliver";
}

/** Fates drawn from a seed, each with the probability given: { drop: 0.2, delay: 0.1 }. The rest is delivered. */
export function atRandom(seed: Seed, shares: Partial<Record<Exclude<Fate, "deliver">, number>>): Schedule {
  return () => {
    let draw = seed.next();
    for (const [fate, share] of Object.entries(shares) as [Fate, number][]) {
      draw -= share;
      if (draw < 0) return fate;
    }
    return "deliver";
  };
}

/** How late a delayed datagram is, ms, unless the scenario says otherwise. */
const DELAY_MS = 50;

/** The way from a party to the student's program, over a network with faults: every one of them is an event. */
export class FaultyLink {
  #overtaken: { bytes: Uint8Array; to: { host: string; port: number } }[] = [];
  readonly #late = new Set<Promise<void>>();

  constructor(
    private readonly party: UdpParty,
    private readonly schedule: Schedule,
    private readonly context: PartyContext,
    private readonly delayMs = DELAY_MS,
  ) {}

  /** Sends one datagram to its fate. */
  async send(data: string | Uint8Array, to: { host: string; port: number }): Promise<void> {
    const bytes = asBytes(data);
    const fate = this.schedule();
    if (fate === "drop") return this.party.lose("sent", bytes);
    if (fate === "reorder") {
      this.party.fault("reorder", bytes);
      this.#overtaken.push({ bytes, to });
      return;
    }
    if (fate === "delay") {
      this.party.fault("delay", bytes);
      const late = this.context.patience.lull(this.context.programs, () => false, this.delayMs).then(() => this.party.send(bytes, to));
      // Whoever waits for all of them hears of it.
      late.catch(() => undefined);
      this.#late.add(late);
      return;
    }
    await this.party.send(bytes, to);
    if (fate === "duplicate") await this.party.sendAgain(bytes, to);
    await this.#deliverOvertaken();
  }

  /** Resolves once all that was delayed or overtaken has been sent. */
  async settle(): Promise<void> {
    await this.#deliverOvertaken();
    await Promise.all(this.#late);
  }

  async #deliverOvertaken(): Promise<void> {
    for (const { bytes, to } of this.#overtaken.splice(0)) await this.party.send(bytes, to);
  }
}
