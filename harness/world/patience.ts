import { AsyncLocalStorage } from "node:async_hooks";
import { Signal } from "./signal.js";
import { chargedMs, StarvationWatch, STRETCH } from "../process/starvation.js";
import type { WaitOutcome } from "./events.js";

/**
 * Deadlines that forgive a starved machine, not a spinning program: what counts is the time that is charged (starvation.ts), tick by tick.
 * A wait that ends after STRETCH times its nominal length of wall time, without so much being charged, is `starved`.
 */
export const TICK_MS = 40;
/** Less of a tick than this is how timers are. */
const STALL_MS = 5;

export interface Waited {
  outcome: WaitOutcome;
  ms: number;
}

export class Patience {
  #charged = 0;
  #waiters = 0;
  #timer: NodeJS.Timeout | null = null;
  #lastTick = -Infinity;
  readonly #stalls: { from: number; to: number; ms: number }[] = [];
  /** Notified when somebody begins to wait. */
  readonly begins = new Signal();
  readonly #ticks = new Signal();
  readonly #watch = new StarvationWatch();
  readonly #step = new AsyncLocalStorage<{ awaitedMs: number }>();

  /** `pids`: the programs whose want of CPU time is forgiven. */
  constructor(
    private readonly pids: () => number[],
    /** Every deadline is so many times longer; Infinity: there are none. */
    private readonly factor = 1,
    /** Whoever plays by hand ends it whenever they like: each wait then throws what timers throw that are aborted. */
    readonly stopped: AbortSignal | null = null,
  ) {
    stopped?.addEventListener("abort", () => this.#ticks.notify(), { once: true });
  }

  /** The most of one tick between two moments (performance.now()) that was not the program's own time, ms: how long this machine kept somebody waiting. */
  stallBetween(from: number, to: number): number {
    return Math.max(0, ...this.#stalls.filter((stall) => stall.to >= from && stall.from <= to).map(({ ms }) => ms));
  }

  /**
   * Waits until `look` says how it came out, looked at again at each notification of `signal` and at each tick.
   * Without an outcome after `deadlineMs` of charged time: "deadline"; on a machine that gave no time: "starved".
   */
  async until(signal: Signal, look: () => WaitOutcome | null, deadlineMs: number): Promise<Waited> {
    const { chargedMs, ...waited } = await this.#wait(signal, look, deadlineMs * this.factor);
    const step = this.#step.getStore();
    if (step !== undefined) step.awaitedMs += chargedMs;
    return waited;
  }

  /** Does `step`; `ownMs`: how long that took by the clock, less the program's own time while it was waited for within this step. */
  async timed<T>(step: () => Promise<T>): Promise<{ outcome: T; ownMs: number }> {
    const own = { awaitedMs: 0 };
    const started = performance.now();
    const outcome = await this.#step.run(own, step);
    return { outcome, ownMs: performance.now() - started - own.awaitedMs };
  }

  /** Waits up to `ms` for something that need not come: a pause of the play, never longer for one that is played by hand. */
  async lull(signal: Signal, look: () => boolean, ms: number): Promise<void> {
    await this.#wait(signal, () => (look() ? "met" : null), ms);
  }

  async #wait(signal: Signal, look: () => WaitOutcome | null, nominalMs: number): Promise<Waited & { chargedMs: number }> {
    this.stopped?.throwIfAborted();
    this.begins.notify();
    const started = performance.now();
    const ms = () => Math.round((performance.now() - started) * 10) / 10;
    const first = look();
    if (first !== null) return { outcome: first, ms: 0, chargedMs: 0 };
    this.#begin();
    // Another wait may have begun this tick, which is charged as a whole when it ends.
    const chargedNow = () => this.#charged + (performance.now() - this.#lastTick);
    const begun = chargedNow();
    const due = begun + nominalMs;
    return await new Promise<Waited & { chargedMs: number }>((resolve, reject) => {
      let expiring = false;
      const leave = () => {
        unsubscribe.forEach((unsubscribed) => unsubscribed());
        this.#end();
      };
      const settle = (outcome: WaitOutcome) => {
        const chargedMs = chargedNow() - begun;
        leave();
        resolve({ outcome, ms: ms(), chargedMs });
      };
      const check = () => {
        if (this.stopped?.aborted === true) {
          leave();
          return reject(this.stopped.reason as Error);
        }
        const outcome = look();
        if (outcome !== null) return settle(outcome);
        const starved = performance.now() - started >= nominalMs * STRETCH;
        if (expiring || (this.#charged < due && !starved)) return;
        // After a stall timers fire before data that has already arrived: let the poll phase pass before judging.
        expiring = true;
        setImmediate(() => setImmediate(() => settle(look() ?? (this.#charged < due ? "starved" : "deadline"))));
      };
      const guarded = () => {
        if (!expiring) check();
      };
      const unsubscribe = [signal.subscribe(guarded), this.#ticks.subscribe(guarded)];
    });
  }

  #begin(): void {
    if (this.#waiters++ > 0) return;
    const sinceMs = performance.now() - this.#lastTick;
    // Looking at every thread takes a millisecond: a look of a moment ago is still good, and the tick goes on from there.
    if (sinceMs < TICK_MS) return this.#schedule(TICK_MS - sinceMs);
    this.#lastTick = performance.now();
    this.#watch.reset(this.pids());
    this.#schedule(TICK_MS);
  }

  #end(): void {
    if (--this.#waiters > 0 || this.#timer === null) return;
    clearTimeout(this.#timer);
    this.#timer = null;
  }

  #schedule(inMs: number): void {
    this.#timer = setTimeout(() => {
      const now = performance.now();
      const dtMs = now - this.#lastTick;
      this.#lastTick = now;
      const { runMs, waitMs } = this.#watch.look(this.pids(), dtMs);
      const charged = chargedMs({ dtMs, lateMs: Math.max(0, dtMs - TICK_MS), runMs, waitMs });
      this.#charged += charged;
      if (dtMs - charged >= STALL_MS) this.#stalls.push({ from: now - dtMs, to: now, ms: dtMs - charged });
      this.#schedule(TICK_MS);
      this.#ticks.notify();
    }, inMs);
  }
}
