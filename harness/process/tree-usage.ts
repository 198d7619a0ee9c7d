import { readFileSync } from "node:fs";
import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import { hasProc, procStat, treeOf } from "./proc.js";

/** What a program and all that it has started use at one moment. */
export interface TreeUsage {
  /** CPU time so far, ms, with that of children it has waited for. */
  cpuMs: number;
  /** Resident memory, bytes; pages that several of its processes share are counted for each. */
  residentBytes: number;
  processes: number;
  pids: number[];
}

/** On every Linux that Node runs on by default. */
const PAGE_BYTES = 4096;

/** null where there is no /proc. */
export function treeUsage(pid: number): TreeUsage | null {
  if (!hasProc) return null;
  const pids = treeOf(pid);
  const usage: TreeUsage = { cpuMs: 0, residentBytes: 0, processes: pids.length, pids };
  for (const member of pids) {
    usage.cpuMs += procStat(member)?.cpuMs ?? 0;
    usage.residentBytes += residentBytes(member);
  }
  return usage;
}

function residentBytes(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, "latin1").split(" ")[1]) * PAGE_BYTES;
  } catch {
    return 0;
  }
}

/** The same with shared pages counted once (proportional set size), bytes: right, but slow. Of whom it is not told, the resident size. */
export function proportionalBytes(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => {
    try {
      const kib = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "latin1"))?.[1];
      return sum + (kib === undefined ? residentBytes(pid) : Number(kib) * 1024);
    } catch {
      return sum;
    }
  }, 0);
}

/** Of lstat(2), whatever the file system's own blocks are. */
const BLOCK_BYTES = 512;

/** Bytes on disk below some folders, counted up to `enough`; what vanishes meanwhile does not count. */
export async function diskBytes(folders: readonly string[], enough: number): Promise<number> {
  let bytes = 0;
  const left = [...folders];
  for (let folder = left.pop(); folder !== undefined && bytes <= enough; folder = left.pop()) {
    for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) left.push(path);
      else bytes += ((await lstat(path).catch(() => null))?.blocks ?? 0) * BLOCK_BYTES;
    }
  }
  return bytes;
}
