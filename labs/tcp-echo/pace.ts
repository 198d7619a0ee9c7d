/** What a program has spent on much work, ms; CPU time is Infinity where it is not known. */
export interface Spent {
  wallMs: number;
  cpuMs: number;
}

/** The contract's measure: so much CPU time is enough on any machine, ms, and so is so many times what the yardstick took. */
const ENOUGH_CPU_MS = 2000;
const TIMES_YARDSTICK = 2;

/** How much of the time allowed a server took: 1 is all of it, by the clock or in CPU time, whichever it does better in. */
export function shareOfTheTimeAllowed(server: Spent, yardstick: Spent): number {
  const byClock = server.wallMs / (TIMES_YARDSTICK * yardstick.wallMs);
  if (server.cpuMs === Infinity || yardstick.cpuMs === Infinity) return byClock;
  return Math.min(byClock, server.cpuMs / Math.max(ENOUGH_CPU_MS, TIMES_YARDSTICK * yardstick.cpuMs));
}
