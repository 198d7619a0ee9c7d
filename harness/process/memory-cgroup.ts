import { mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { errorCode } from "../errors.js";
import { signalAll } from "./kill.js";

/**
 * A group of processes whose memory the kernel keeps below a limit (cgroups(7), its controller for memory): what all of them hold, their
 * files in memory, what the kernel needs for them, swap. Cached files count, but give way before anything is ended.
 * `version`: of the hierarchy, 1 or 2, whose files have other names; `folder`: "/sys/fs/cgroup/memory/user.slice/wiregrade-0123456789ab.1".
 */
export interface MemoryCgroup {
  version: 1 | 2;
  folder: string;
}

/** The group that we are in, and where its hierarchy begins as far as we see it. */
export interface OwnCgroup extends MemoryCgroup {
  mount: string;
}

/** Reads /proc/self/cgroup and /proc/self/mountinfo (proc(5)). null: this machine has no hierarchy with a controller for memory. */
export function ownCgroup(groups = read("/proc/self/cgroup"), mounts = read("/proc/self/mountinfo")): OwnCgroup | null {
  for (const line of mounts.split("\n")) {
    const [, , , root = "", mount = "", ...rest] = line.split(" ");
    const [type, , options = ""] = rest.slice(rest.indexOf("-") + 1);
    const version = type === "cgroup" && options.split(",").includes("memory") ? 1 : type === "cgroup2" ? 2 : null;
    if (version === null) continue;
    const path = (version === 1 ? /^\d+:(?:[^:\n]*,)?memory(?:,[^:\n]*)?:(.*)$/m : /^0::(.*)$/m).exec(groups)?.[1];
    // Of a container's own hierarchy only a part may be mounted.
    const above = root === "/" ? "" : root;
    if (path === undefined || !`${path}/`.startsWith(`${above}/`)) continue;
    const folder = join(mount, path.slice(above.length));
    if (version === 1 || hasWord(folder, "cgroup.controllers", "memory")) return { version, folder, mount };
  }
  return null;
}

/** Makes a group below another. Throws where we may not. */
export function makeCgroup({ version, folder }: MemoryCgroup, name: string): MemoryCgroup {
  const made = { version, folder: join(folder, name) };
  mkdirSync(made.folder);
  return made;
}

let programs = 0;

/** A group for one program below its worker's, with its limit, bytes; null where we may not. */
export function programCgroup(worker: MemoryCgroup, bytes: number): MemoryCgroup | null {
  try {
    const group = makeCgroup(worker, `program-${++programs}`);
    limitMemory(group, bytes);
    return group;
  } catch {
    return null;
  }
}

/** Lets the groups below one have limits of their own; in version 2 only a group without processes can. Throws where we may not. */
export function enableBelow({ version, folder }: MemoryCgroup): void {
  if (version === 2 && !hasWord(folder, "cgroup.subtree_control", "memory")) write(folder, "cgroup.subtree_control", "+memory");
}

/** Limits what the processes in it use together, bytes. Throws where we may not. */
export function limitMemory({ version, folder }: MemoryCgroup, bytes: number): void {
  if (version === 1) {
    write(folder, "memory.limit_in_bytes", bytes);
    // Of memory and swap together; there is none where the kernel does not count swap.
    writeIfThere(folder, "memory.memsw.limit_in_bytes", bytes);
  } else {
    write(folder, "memory.max", bytes);
    writeIfThere(folder, "memory.swap.max", 0);
    // All of its processes end together, as they do by our hand.
    writeIfThere(folder, "memory.oom.group", 1);
  }
}

/** Whether the kernel has ended a process of it for its own limit, not because the machine or a group around it ran out of memory. */
export function hasRunOut({ version, folder }: MemoryCgroup): boolean {
  if (version === 2) {
    const events = read(join(folder, "memory.events"));
    return valueOf(events, "oom_kill") > 0 && valueOf(events, "oom") > 0;
  }
  if (valueOf(read(join(folder, "memory.oom_control")), "oom_kill") === 0) return false;
  // Not memory.failcnt, which stays 0 where memory and swap have the same limit (kernel 6.18).
  const [limit = 0, ...most] = ["limit", "max_usage", "memsw.max_usage"].map((name) => Number(read(join(folder, `memory.${name}_in_bytes`))));
  return limit > 0 && Math.max(...most) >= limit - SLACK_BYTES;
}

/** The kernel takes pages by the batch, so what is left at the limit may be some less than one of those. */
const SLACK_BYTES = 1 << 20;

/** What stands before a command that is to run in it, from its first instruction on. Where that fails, the command runs nevertheless. */
export function entering({ folder }: MemoryCgroup): [string, ...string[]] {
  return ["sh", "-c", '{ echo 0 > "$0"; } 2> /dev/null; exec "$@"', processesFile(folder)];
}

export function processesFile(folder: string): string {
  return join(folder, "cgroup.procs");
}

/** Ends all that is in it and in the groups below it, and removes them; what resists is left. */
export async function removeCgroup(folder: string): Promise<void> {
  for (const name of groupsIn(folder)) await removeCgroup(join(folder, name));
  for (let tries = 0; tries < 100; tries++) {
    try {
      return rmdirSync(folder);
    } catch (error) {
      if (errorCode(error) !== "EBUSY") return;
    }
    // 0: in another namespace, out of our reach.
    const pids = read(processesFile(folder)).split("\n").map(Number).filter((pid) => pid > 0); // prettier-ignore
    signalAll(pids, "SIGKILL");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** The names of the groups right below one. */
export function groupsIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
  } catch {
    return [];
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return "";
  }
}

/** Never makes a file: in a folder that is no group nothing is to be left. */
function write(folder: string, name: string, value: string | number): void {
  writeFileSync(join(folder, name), String(value), { flag: "r+" });
}

function writeIfThere(folder: string, name: string, value: number): void {
  try {
    write(folder, name, value);
  } catch (error) {
    if (errorCode(error) !== "ENOENT") throw error;
  }
}

function hasWord(folder: string, name: string, word: string): boolean {
  return read(join(folder, name)).split(/\s+/).includes(word);
}

/** Of "name value" lines. */
function valueOf(text: string, name: string): number {
  return Number(new RegExp(`^${name} (\\d+)$`, "m").exec(text)?.[1] ?? 0);
}
