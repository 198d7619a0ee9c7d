import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync } from "node:fs";
import { parseSchedStat, parseStat, procStat, stateIn, threadsOf, type ProcStat, type SchedStat } from "./proc.js";

/**
 * What is looked at of programs many times a second, kept so that a look is cheap: two dozen Node processes have 260 threads, and to find and
 * open what /proc tells of each takes half of a core. So who lives is listed once for all who ask at the same moment, and files stay open,
 * since reading one again takes a tenth of opening it. Source: proc(5).
 */

/** How old the list of who lives may be, ms: half of the time between two looks at a program's limits. */
const AGE_MS = 20;
/** Files that are kept open; beyond that each is opened anew. */
const MOST_OPEN = 4000;
/** More than any of these files has. */
const buffer = Buffer.alloc(1024);
let open = 0;
/** Names that begin with a digit are processes. */
const NINE = "9".charCodeAt(0);

/** One small file of /proc. */
class KeptFile {
  #descriptor: number | null = null;

  constructor(private readonly path: string) {}

  /** null once whom it tells about has gone. */
  read(): string | null {
    try {
      if (this.#descriptor === null) {
        if (open >= MOST_OPEN) return readFileSync(this.path, "latin1");
        this.#descriptor = openSync(this.path, "r");
        open++;
      }
      return buffer.toString("latin1", 0, readSync(this.#descriptor, buffer, 0, buffer.length, 0));
    } catch {
      this.close();
      return null;
    }
  }

  close(): void {
    if (this.#descriptor === null) return;
    closeSync(this.#descriptor);
    this.#descriptor = null;
    open--;
  }
}

/** A thread while it lives. */
export class WatchedThread {
  /** As far as the last look tells. */
  hasEnded = false;
  readonly #schedstat: KeptFile;
  readonly #stat: KeptFile;

  constructor(
    pid: number,
    readonly tid: string,
  ) {
    this.#schedstat = new KeptFile(`/proc/${pid}/task/${tid}/schedstat`);
    this.#stat = new KeptFile(`/proc/${pid}/task/${tid}/stat`);
  }

  /** What it has had of the CPU so far; null once it has ended. */
  schedStat(): SchedStat | null {
    const text = this.#schedstat.read();
    this.hasEnded = text === null;
    return text === null ? null : parseSchedStat(text);
  }

  /** R, S, D, Z, T, ...; null once it has ended. */
  state(): string | null {
    const text = this.#stat.read();
    return text === null ? null : stateIn(text);
  }

  close(): void {
    this.#schedstat.close();
    this.#stat.close();
  }
}

/** A process that is looked at. */
class WatchedProcess {
  readonly #stat: KeptFile;
  readonly #statm: KeptFile;
  #threads: WatchedThread[] = [];

  constructor(private readonly pid: number) {
    this.#stat = new KeptFile(`/proc/${pid}/stat`);
    this.#statm = new KeptFile(`/proc/${pid}/statm`);
  }

  stat(): ProcStat | null {
    const text = this.#stat.read();
    return text === null ? null : parseStat(this.pid, text);
  }

  /** Resident memory, pages. */
  residentPages(): number {
    return Number(this.#statm.read()?.split(" ")[1] ?? 0);
  }

  threads(): WatchedThread[] {
    // As many as before, and none of them has ended: then they are the same.
    if (threadCount(this.pid) !== this.#threads.length || this.#threads.some(({ hasEnded }) => hasEnded)) this.#list();
    return this.#threads;
  }

  #list(): void {
    const before = new Map(this.#threads.map((thread) => [thread.tid, thread]));
    this.#threads = threadsOf(this.pid).map((tid) => before.get(tid) ?? new WatchedThread(this.pid, tid));
    for (const thread of this.#threads) before.delete(thread.tid);
    for (const gone of before.values()) gone.close();
  }

  close(): void {
    for (const kept of [this.#stat, this.#statm, ...this.#threads]) kept.close();
  }
}

/** A directory has two links, and one more for each of its own: that is how many threads there are. */
function threadCount(pid: number): number {
  return (statSync(`/proc/${pid}/task`, { throwIfNoEntry: false })?.nlink ?? 2) - 2;
}

/** All processes of this machine, and of those that were asked for what they use. */
class ProcessTable {
  #listedAt = -Infinity;
  readonly #parents = new Map<number, number>();
  #children = new Map<number, number[]>();
  readonly #watched = new Map<number, WatchedProcess>();

  /** `pid` and all its living descendants that were not re-parented (a double fork leaves the tree). */
  treeOf(pid: number): number[] {
    this.#list();
    const pids = [pid];
    for (let i = 0; i < pids.length; i++) pids.push(...(this.#children.get(pids[i] as number) ?? []));
    return pids;
  }

  /** To be looked at; what is kept of it goes when the process has gone. */
  watched(pid: number): WatchedProcess {
    const known = this.#watched.get(pid) ?? new WatchedProcess(pid);
    this.#watched.set(pid, known);
    return known;
  }

  #list(): void {
    const now = performance.now();
    if (now - this.#listedAt < AGE_MS) return;
    this.#listedAt = now;
    const living = new Set<number>();
    for (const name of readdirSync("/proc")) if (name.charCodeAt(0) <= NINE) living.add(Number(name));
    let changed = false;
    for (const pid of this.#watched.keys()) if (!living.has(pid)) this.#forget(pid);
    for (const pid of this.#parents.keys()) if (!living.has(pid)) changed = this.#parents.delete(pid);
    for (const pid of living) {
      if (this.#parents.has(pid)) continue;
      // Who is left by its parent gets another, but is in no other tree for that.
      const parent = procStat(pid)?.ppid;
      if (parent === undefined) continue;
      this.#parents.set(pid, parent);
      changed = true;
    }
    if (!changed) return;
    this.#children = new Map();
    for (const [pid, parent] of this.#parents) {
      const siblings = this.#children.get(parent);
      if (siblings === undefined) this.#children.set(parent, [pid]);
      else siblings.push(pid);
    }
  }

  #forget(pid: number): void {
    this.#watched.get(pid)?.close();
    this.#watched.delete(pid);
  }
}

export const processTable = new ProcessTable();
