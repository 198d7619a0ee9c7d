import { spawnSync } from "node:child_process";
import { errorCode } from "../errors.js";
import { isMarkedBy, processesMarkedBy, processesOf, procStat, treeOf } from "./proc.js";
import { removeFolderNow } from "./remove-folder.js";

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

/** Sends `name` to each of these processes; nothing to those that are gone. */
export function signalAll(pids: readonly number[], name: NodeJS.Signals): void {
  for (const pid of pids) signal(pid, name);
}

/** SIGKILL to every process of a user id, until none is left: for ids that were made for one submission. */
export function killUser(uid: number): void {
  for (let round = 0; round < 20; round++) {
    if (!processesOf(uid).some(isLiving)) return;
    // All at once, by one call of the kernel: who forks faster than we can look is caught, too.
    spawnSync("/bin/sh", ["-c", "kill -KILL -1"], { uid, gid: uid, cwd: "/" });
  }
}

/** Whether it still does anything: who is dead is there until its parent, or init, has asked for its end. */
function isLiving(pid: number): boolean {
  const state = procStat(pid)?.state;
  return state !== undefined && state !== "Z" && state !== "X";
}

/**
 * SIGKILL to all that `find` finds, until a look finds none that has not had it: on a busy machine dying takes a while. False if there is
 * always another one.
 */
export function killUntilGone(find: () => number[]): boolean {
  const killed = new Set<number>();
  for (let round = 0; round < 20; round++) {
    const left = find().filter((pid) => !killed.has(pid) && isLiving(pid));
    if (left.length === 0) return true;
    signalAll(left, "SIGKILL");
    for (const pid of left) killed.add(pid);
  }
  return false;
}

/** SIGKILL to the group and to every process marked by `folder`. */
export function killEverything(pid: number | null, folder: string): void {
  if (pid !== null) signalGroup(pid, "SIGKILL");
  killUntilGone(() => processesMarkedBy(folder));
}

/**
 * SIGKILL to a program and all that it has started. While others of the same run are alive, the run's mark does not tell whose a
 * process is: then its tree and its session go, and what has left both goes with the last program of the run.
 */
export function killProgram(pid: number, folder: string): void {
  const others = [...alive].some((program) => program.folder === folder && program.pid !== null && program.pid !== pid);
  if (!others) return killEverything(pid, folder);
  const tree = treeOf(pid).slice(1);
  signalGroup(pid, "SIGKILL");
  signalAll(tree, "SIGKILL");
  killUntilGone(() => processesMarkedBy(folder).filter((marked) => procStat(marked)?.session === pid));
}

/** What is alive now: told here before it starts, so that an interrupted harness leaves nothing behind. */
const alive = new Set<{ folder: string; pid: number | null }>();

/**
 * Processes of a user id, made for one submission, that belong to no living program of it: neither in the tree of one nor marked by the folder
 * of its run. What has hidden from its own run is among them.
 */
export function straysOf(uid: number): number[] {
  // All of them first: what a program starts between the two looks is not taken for a stray.
  const all = processesOf(uid);
  const known = new Set([...alive].flatMap(({ pid }) => (pid === null ? [] : treeOf(pid))));
  return all.filter((pid) => !known.has(pid) && ![...alive].some(({ folder }) => isMarkedBy(pid, folder)));
}

export function killStrays(uid: number): void {
  // Who runs away from us by forking loses the submission's other programs as well: they are its own.
  if (!killUntilGone(() => straysOf(uid))) killUser(uid);
}

/** Registers a program that is about to start in a run's folder, until disposed of. */
export function registerProgram(folder: string): Disposable & { started(pid: number): void } {
  const program: { folder: string; pid: number | null } = { folder, pid: null };
  alive.add(program);
  return {
    started: (pid) => void (program.pid = pid),
    [Symbol.dispose]: () => void alive.delete(program),
  };
}

/** Synchronous, for signal and exit handlers: kills all registered programs and removes their folders. */
export function killAllRuns(): void {
  for (const { folder, pid } of alive) killEverything(pid, folder);
  for (const { folder } of alive) removeFolderNow(folder);
  alive.clear();
}
