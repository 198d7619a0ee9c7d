import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, writeFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { errorMessage } from "../errors.js";
import type { Isolation } from "../process/isolation.js";
import { enableBelow, entering, limitMemory, makeCgroup, ownCgroup, processesFile, removeCgroup, type MemoryCgroup } from "../process/memory-cgroup.js";
import { isScratch } from "./scratch.js";

/**
 * Groups in which the kernel limits memory: one for each worker, below the group that the coordinator is in; in it those that the worker
 * makes for its programs and, in version 2, one for the worker itself.
 */

/** The group below which those of workers are made, or what stands in the way, one line. */
export type CgroupFinding = MemoryCgroup | string;

let found: CgroupFinding | null = null;

/** Finds out by doing, once in a process. */
export function findCgroup(): CgroupFinding {
  return (found ??= tryCgroup());
}

function tryCgroup(): CgroupFinding {
  const own = ownCgroup();
  if (own === null) return "the kernel offers no control of memory here";
  let probe: MemoryCgroup | null = null;
  try {
    makeRoom(own);
    probe = makeWorkerCgroup(own, "wiregrade-probe", null);
    const program = makeCgroup(probe, "program");
    limitMemory(program, 64 << 20);
    const [command, ...args] = [...entering(program), "cat", "/proc/self/cgroup"];
    const groups = execFileSync(command, args, { encoding: "latin1", timeout: 10_000 });
    return groups.includes(`${basename(probe.folder)}/program`) ? own : "a process cannot be moved to another cgroup";
  } catch (error) {
    return errorMessage(error);
  } finally {
    if (probe !== null) void removeCgroup(probe.folder);
  }
}

/**
 * In version 2 a group that has groups with limits below it has no processes of its own: we move one down, and back at our end. Where
 * others are in it besides us (a login's shell), it stays as it is.
 */
function makeRoom(own: MemoryCgroup): void {
  try {
    return enableBelow(own);
  } catch {
    const place = makeCgroup(own, `wiregrade-coordinator.${process.pid}`);
    const back = () => {
      writeFileSync(processesFile(own.folder), "0");
      void removeCgroup(place.folder);
    };
    try {
      writeFileSync(processesFile(place.folder), "0");
      enableBelow(own);
    } catch (error) {
      back();
      throw error;
    }
    process.once("exit", () => {
      try {
        writeFileSync(join(own.folder, "cgroup.subtree_control"), "-memory");
        back();
      } catch {
        // a worker that was killed is not quite gone: the group stays, empty
      }
    });
  }
}

/** A group that the user id (null: our own) can make groups in, and move its processes between those. Throws where we may not. */
function makeWorkerCgroup(own: MemoryCgroup, mark: string, uid: number | null): MemoryCgroup {
  const group = makeCgroup(own, `${mark}.${randomBytes(4).toString("hex")}`);
  try {
    enableBelow(group);
    if (own.version === 2) makeCgroup(group, WORKER);
    // Whoever moves a process must, in version 2, be able to write this file of the group around both places.
    if (uid !== null) for (const path of [group.folder, processesFile(group.folder)]) chownSync(path, uid, uid);
    return group;
  } catch (error) {
    void removeCgroup(group.folder);
    throw error;
  }
}

const WORKER = "worker";

/**
 * What stands before the command of a worker that is to move its programs between groups. In version 2 it must be within the group around
 * them; in version 1 it may stay where it is, and so do the cached results that would keep the kernel from forgetting a removed group.
 */
export function enteringAsWorker({ version, folder }: MemoryCgroup): string[] {
  return version === 1 ? [] : entering({ version, folder: join(folder, WORKER) });
}

/**
 * A worker's isolation with a group for it, where there can be one; `scratch`: its folder in that of the command. At level `process` there is
 * none: what nothing contains is not contained by this either, and a program is started there without anything in front of it.
 */
export function withCgroup(isolation: Isolation, scratch: string): Isolation {
  const { level, uid } = isolation;
  const own = level === "process" ? "" : findCgroup();
  if (typeof own === "string") return isolation;
  try {
    return { level, uid, memory: makeWorkerCgroup(own, markOf(scratch), level === "bubblewrap" ? uid : null) };
  } catch {
    // Taken from us since it was tried: looking, as everywhere else, goes on.
    return isolation;
  }
}

/** Begins the names of all groups of a command: that of its scratch folder, by which they are found when it was killed. */
function markOf(scratch: string): string {
  return scratch.split("/").find(isScratch) ?? "wiregrade-worker";
}

/** Removes the groups that a command which was killed has left, with all that is in them. `scratch`: the folder that it had. */
export async function removeCgroupsOf(scratch: string): Promise<void> {
  const own = ownCgroup();
  if (own === null || !isScratch(scratch)) return;
  // Whoever goes on may be in another group than the one that was killed.
  const entries = await readdir(own.mount, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries)
    if (entry.isDirectory() && entry.name.startsWith(`${basename(scratch)}.`)) await removeCgroup(join(entry.parentPath, entry.name));
}
