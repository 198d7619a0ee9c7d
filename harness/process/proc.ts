import { readFileSync, readdirSync, readlinkSync, statSync } from "node:fs";

/**
 * Readers of Linux's /proc for a program and all that it started. A process may end between two reads, so every reader
 * answers "nothing" instead of throwing. Source: proc(5).
 */

/** Whether this machine has a /proc that tells about other processes (false on macOS). */
export const hasProc: boolean = (() => {
  try {
    return readFileSync("/proc/self/stat", "latin1").startsWith(`${process.pid} `);
  } catch {
    return false;
  }
})();

function read(path: string): string | null {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return null;
  }
}

export interface ProcStat {
  pid: number;
  /** R, S, D, Z, T, ... */
  state: string;
  ppid: number;
  pgrp: number;
  session: number;
  /** User and system time of the process's own threads and of the children that it has waited for, ms. */
  cpuMs: number;
}

/** USER_HZ: what the kernel reports times in, the same on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

export function parseStat(pid: number, text: string): ProcStat | null {
  const rest = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const number = (index: number) => Number(rest[index] ?? 0);
  if (rest.length < 20 || rest[0] === undefined) return null;
  return {
    pid,
    state: rest[0],
    ppid: number(1),
    pgrp: number(2),
    session: number(3),
    cpuMs: ((number(11) + number(12) + number(13) + number(14)) * 1000) / TICKS_PER_SECOND,
  };
}

/** The state alone, of a text as parseStat takes it. */
export function stateIn(text: string): string {
  return text.charAt(text.lastIndexOf(")") + 2);
}

export function procStat(pid: number): ProcStat | null {
  const text = read(`/proc/${pid}/stat`);
  return text === null ? null : parseStat(pid, text);
}

/** `pid` and all its living descendants that were not re-parented (a double fork leaves the tree). */
export function treeOf(pid: number): number[] {
  const pids = [pid];
  for (let i = 0; i < pids.length; i++) {
    const parent = pids[i] as number;
    for (const tid of threadsOf(parent))
      for (const child of (read(`/proc/${parent}/task/${tid}/children`) ?? "").split(" ")) if (child !== "") pids.push(Number(child));
  }
  return pids;
}

/** CPU time that `pid` and all its descendants have had, with those that they have waited for, ms; null where there is no /proc. */
export function cpuMsOf(pid: number): number | null {
  return hasProc ? treeOf(pid).reduce((sum, member) => sum + (procStat(member)?.cpuMs ?? 0), 0) : null;
}

export function threadsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

/** What a thread has had of the CPU: ns run, ns waited for a core. */
export interface SchedStat {
  runNs: number;
  waitNs: number;
}

export function parseSchedStat(text: string): SchedStat {
  const [run, wait] = text.split(" ");
  return { runNs: Number(run), waitNs: Number(wait) };
}

/** Inodes of the sockets that a process holds. */
export function socketInodes(pid: number): Set<string> {
  const inodes = new Set<string>();
  let descriptors: string[];
  try {
    descriptors = readdirSync(`/proc/${pid}/fd`);
  } catch {
    return inodes;
  }
  for (const descriptor of descriptors) {
    try {
      const inode = /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${descriptor}`))?.[1];
      if (inode !== undefined) inodes.add(inode);
    } catch {
      // closed in between
    }
  }
  return inodes;
}

/** All processes of a user id. */
export function processesOf(uid: number): number[] {
  if (!hasProc) return [];
  return readdirSync("/proc").flatMap((entry) => {
    const pid = Number(entry);
    if (!Number.isInteger(pid)) return [];
    try {
      return statSync(`/proc/${pid}`).uid === uid ? [pid] : [];
    } catch {
      return [];
    }
  });
}

/** All processes whose environment or working directory mentions `folder`: a run's own folder is its mark. */
export function processesMarkedBy(folder: string): number[] {
  if (!hasProc) return [];
  const marked: number[] = [];
  for (const entry of readdirSync("/proc")) {
    const pid = Number(entry);
    if (!Number.isInteger(pid) || pid === process.pid) continue;
    if (isMarkedBy(pid, folder)) marked.push(pid);
  }
  return marked;
}

/** Whether its environment or its working directory mentions `folder`. */
export function isMarkedBy(pid: number, folder: string): boolean {
  try {
    if (readFileSync(`/proc/${pid}/environ`, "latin1").includes(`=${folder}/`)) return true;
    return `${readlinkSync(`/proc/${pid}/cwd`)}/`.startsWith(`${folder}/`);
  } catch {
    return false;
  }
}
