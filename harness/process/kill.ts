import { rmSync } from "node:fs";
import { errorCode } from "../errors.js";
import { processesMarkedBy } from "./proc.js";

/**
 * Ends everything that a run has started: its process group, and whatever left the group (setsid, double fork) but still
 * carries the run's folder in its environment or as its working directory. What hides from both is out of reach at
 * isolation level `process`.
 */

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (errorCode(error) !== "ESRCH" && errorCode(error) !== "EPERM") throw error;
  }
}

/** Sends `name` to the process group led by `pid`; nothing if it is gone. */
export function signalGroup(pid: number, name: NodeJS.Signals): void {
  signal(-pid, name);
}

/** SIGKILL to the group and to every process marked by `folder`, until a look finds none. */
export function killEverything(pid: number | null, folder: string): void {
  if (pid !== null) signalGroup(pid, "SIGKILL");
  for (let round = 0; round < 20; round++) {
    const left = processesMarkedBy(folder);
    if (left.length === 0) return;
    for (const straggler of left) signal(straggler, "SIGKILL");
  }
}

/** What is alive now: told here before it starts, so that an interrupted harness leaves nothing behind. */
const alive = new Map<string, Set<number>>();

export function registerFolder(folder: string): Disposable & { add(pid: number): void } {
  const pids = new Set<number>();
  alive.set(folder, pids);
  return {
    add: (pid) => void pids.add(pid),
    [Symbol.dispose]: () => void alive.delete(folder),
  };
}

/** Synchronous, for signal and exit handlers: kills all registered runs and removes their folders. */
export function killAllRuns(): void {
  for (const [folder, pids] of alive) {
    for (const pid of pids) signalGroup(pid, "SIGKILL");
    killEverything(null, folder);
    rmSync(folder, { recursive: true, force: true });
  }
  alive.clear();
}
