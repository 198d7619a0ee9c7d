import { hasProc } from "./proc.js";
import { processTable } from "./process-table.js";

/**
 * Time that counts against a program: only in so far as our own timers were on time and the program's threads were not kept
 * waiting for a core by others. Of `dt` ms
 *
 *     charged = max(0, dt - late - min(wait, max(0, dt - run)))
 *
 * `run` and `wait` are summed over the program's threads, so what its own threads take from each other is not forgiven.
 * Whatever is forgiven, a limit ends at the latest after STRETCH times its nominal length of wall time.
 */
export const STRETCH = 10;

export interface TickSample {
  /** Wall time since the last tick. */
  dtMs: number;
  /** How late our own timer was. */
  lateMs: number;
  runMs: number;
  waitMs: number;
}

/** How much of a tick counts against the program, ms. */
export function chargedMs({ dtMs, lateMs, runMs, waitMs }: TickSample): number {
  return Math.max(0, dtMs - lateMs - Math.min(waitMs, Math.max(0, dtMs - runMs)));
}

/** A span of time of which only what is charged is spent. */
export class ChargedSpan {
  #charged = 0;
  #wall = 0;

  constructor(private readonly nominalMs: number) {}

  /** Whether it is spent with this tick. */
  spend(tick: TickSample): boolean {
    this.#charged += chargedMs(tick);
    this.#wall += tick.dtMs;
    return this.#charged >= this.nominalMs || this.#wall >= this.nominalMs * STRETCH;
  }
}

/** CPU that a program's threads had, and waited for, since the last look, ms. */
export interface Look {
  runMs: number;
  waitMs: number;
}

/**
 * Watches how much a program's threads wait for a core. The kernel adds a wait to schedstat only when the thread gets its
 * core, so a thread that is runnable while both fields stand still is counted as waiting for the whole interval.
 */
export class StarvationWatch {
  #last = new Map<string, { runNs: number; waitNs: number }>();

  /** Looks at all threads of the programs led by `pids`; `sinceMs` is the time since the last look. */
  look(pids: number[], sinceMs: number): Look {
    if (!hasProc) return { runMs: 0, waitMs: 0 };
    const seen = new Map<string, { runNs: number; waitNs: number }>();
    let runNs = 0;
    let waitNs = 0;
    for (const leader of pids)
      for (const pid of processTable.treeOf(leader))
        for (const thread of processTable.watched(pid).threads()) {
          const now = thread.schedStat();
          if (now === null) continue;
          seen.set(thread.tid, now);
          const before = this.#last.get(thread.tid);
          // A thread that was not there at the last look has lived for less than the interval: all that it had counts.
          const run = now.runNs - (before?.runNs ?? 0);
          const wait = now.waitNs - (before?.waitNs ?? 0);
          runNs += run;
          waitNs += wait;
          if (before !== undefined && run === 0 && wait === 0 && thread.state() === "R") waitNs += sinceMs * 1e6;
        }
    this.#last = seen;
    return { runMs: runNs / 1e6, waitMs: waitNs / 1e6 };
  }

  /** Takes today's counters as the start of the next interval. */
  reset(pids: number[]): void {
    this.look(pids, 0);
  }
}
