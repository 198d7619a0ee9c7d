import { lstatSync, opendirSync, readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";
import { join } from "node:path";
import { errorCode } from "../errors.js";
import { hasProc, procStat } from "./proc.js";
import { processTable } from "./process-table.js";

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

/** `pid`, its descendants, and `others`, each once. */
export function membersOf(pid: number, others: readonly number[]): number[] {
  return [...new Set([...processTable.treeOf(pid), ...others])];
}

/** Of `pid`, its descendants, and `others`. null where there is no /proc. */
export function treeUsage(pid: number, others: readonly number[]): TreeUsage | null {
  if (!hasProc) return null;
  const pids = membersOf(pid, others);
  const usage: TreeUsage = { cpuMs: 0, residentBytes: 0, processes: pids.length, pids };
  for (const member of pids) {
    usage.cpuMs += processTable.watched(member).stat()?.cpuMs ?? 0;
    usage.residentBytes += residentBytes(member);
  }
  return usage;
}

function residentBytes(pid: number): number {
  return processTable.watched(pid).residentPages() * PAGE_BYTES;
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

/** What some files and folders take, with all that is below. */
export interface DiskUsage {
  /** Holes in files count as if they were filled: so they are, once the file is copied. */
  bytes: number;
  /** Files and folders. */
  entries: number;
  /** A path that is too long for the kernel. */
  tooDeep: boolean;
  /** A folder that we may not look into. */
  unseen: boolean;
}

/** How many files and folders may be counted, for a program that makes them without end. */
export const MOST_ENTRIES = 100_000;

/** So many entries are read of a folder, or looked at, before others get their turn: a look is some µs, where an asynchronous one takes tens of them. */
const LOOKS_AT_ONCE = 200;

/** Counts up to `enough` bytes and one more than the most entries; what vanishes meanwhile does not count. */
export async function diskUsage(paths: readonly string[], enough: number): Promise<DiskUsage> {
  const usage: DiskUsage = { bytes: 0, entries: 0, tooDeep: false, unseen: false };
  const left = [...paths];
  for (let path = left.pop(); path !== undefined && usage.bytes <= enough && usage.entries <= MOST_ENTRIES; path = left.pop()) {
    try {
      const found = lstatSync(path);
      usage.entries += 1;
      if (usage.entries % LOOKS_AT_ONCE === 0) await othersTurn();
      usage.bytes += Math.max(found.blocks * BLOCK_BYTES, found.isFile() ? found.size : 0);
      if (!found.isDirectory()) continue;
      const folder = opendirSync(path);
      try {
        for (let entry = folder.readSync(); entry !== null && left.length <= MOST_ENTRIES; entry = folder.readSync())
          if (left.push(join(path, entry.name)) % LOOKS_AT_ONCE === 0) await othersTurn();
      } finally {
        folder.closeSync();
      }
      if (left.length > MOST_ENTRIES) usage.entries += left.length;
    } catch (error) {
      if (errorCode(error) === "ENAMETOOLONG") usage.tooDeep = true;
      if (errorCode(error) === "EACCES") usage.unseen = true;
    }
  }
  return usage;
}

async function othersTurn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

/** Bytes in files that have no name, which no look into a folder finds. */
export interface NamelessFiles {
  /** Of memory (memfd_create(2)), which are nobody's resident pages. */
  memoryBytes: number;
  /** Unlinked, and kept open. */
  diskBytes: number;
  /** Processes that do not let their descriptors be seen (PR_SET_DUMPABLE of prctl(2)); one that is ending may look like it once. */
  hidden: number[];
}

export function namelessFiles(pids: readonly number[]): NamelessFiles {
  const files: NamelessFiles = { memoryBytes: 0, diskBytes: 0, hidden: [] };
  const seen = new Set<string>();
  for (const pid of pids) {
    for (const descriptor of descriptorsOf(pid, files.hidden)) {
      try {
        const path = `/proc/${pid}/fd/${descriptor}`;
        const name = readlinkSync(path);
        if (!name.endsWith(" (deleted)")) continue;
        const { dev, ino, blocks, size } = statSync(path);
        if (seen.has(`${dev} ${ino}`)) continue;
        seen.add(`${dev} ${ino}`);
        if (name.startsWith("/memfd:")) files.memoryBytes += blocks * BLOCK_BYTES;
        else files.diskBytes += Math.max(blocks * BLOCK_BYTES, size);
      } catch {
        // closed in between
      }
    }
  }
  return files;
}

function descriptorsOf(pid: number, hidden: number[]): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`);
  } catch (error) {
    if (errorCode(error) === "EACCES" && !["Z", "X"].includes(procStat(pid)?.state ?? "X")) hidden.push(pid);
    return [];
  }
}
