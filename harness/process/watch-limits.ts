import { hasRunOut, type MemoryCgroup } from "./memory-cgroup.js";
import { ChargedSpan, StarvationWatch } from "./starvation.js";
import { diskUsage, membersOf, MOST_ENTRIES, namelessFiles, proportionalBytes, treeUsage } from "./tree-usage.js";

/** What a program and all that it starts may use. */
export interface Limits {
  /** Longest life, s of wall time; what the program waited for a core that others had is not counted (starvation.ts). */
  wallSeconds: number;
  /** CPU time, s. */
  cpuSeconds: number;
  /** Resident memory, bytes, shared pages counted once. */
  memoryBytes: number;
  /** Processes at one time. */
  processes: number;
  /** Bytes on disk in its folders. */
  diskBytes: number;
}

/** An allocator that runs away gets some ten MiB further between two looks. */
export const LOOK_MS = 40;
const FILES_LOOK_MS = 500;
const CLOCK_LOOK_MS = 500;
const MIB = 1 << 20;

/** Watches a program by sampling, its memory with the kernel's help where that can be had, and says once which limit it has hit. */
export class LimitWatch {
  /** CPU time, ms; null as long as the kernel has not told. */
  cpuMs: number | null = null;
  /** The most resident memory of any look, bytes; null likewise. */
  peakMemoryBytes: number | null = null;
  readonly #timers: NodeJS.Timeout[];
  #over = false;
  #isLooking = false;
  /** What is looked up more seldom: processes beside the tree that count too, files of memory, processes that hid their descriptors. */
  #strays: number[] = [];
  #fileMemoryBytes = 0;
  #hidden: number[] = [];
  readonly #starvation = new StarvationWatch();
  readonly #life: ChargedSpan;
  #lastClock = performance.now();

  /**
   * `files`: where it writes. `strays`: processes out of its tree that are its own. `cgroup`: in which the kernel holds it to the limit
   * on memory; null: looking alone does. `hit`: called once, with what it exceeded ("killed: ...").
   */
  constructor(
    private readonly pid: number,
    private readonly limits: Limits,
    private readonly files: () => string[],
    private readonly strays: () => number[],
    private readonly cgroup: MemoryCgroup | null,
    private readonly hit: (why: string) => void,
  ) {
    this.#life = new ChargedSpan(limits.wallSeconds * 1000);
    this.#timers = [
      setInterval(() => this.#lookAtTheClock(), Math.min(CLOCK_LOOK_MS, limits.wallSeconds * 1000)),
      setInterval(() => this.#look(), LOOK_MS),
      setInterval(() => void this.#lookAtFilesOnce().catch(() => undefined), FILES_LOOK_MS),
    ];
  }

  /** After its end. What the kernel has ended since the last look is told here. */
  stop(): void {
    this.#askKernel();
    this.#stopLooking();
  }

  #stopLooking(): void {
    this.#over = true;
    for (const timer of this.#timers) clearTimeout(timer);
  }

  /** The kernel ends one process of many: the rest of them is ended by whoever hears of it here. */
  #askKernel(): void {
    if (this.#over || this.cgroup === null || !hasRunOut(this.cgroup)) return;
    const { memoryBytes } = this.limits;
    this.peakMemoryBytes = Math.max(this.peakMemoryBytes ?? 0, memoryBytes);
    this.#end(`more than ${mebibytes(memoryBytes)} of memory asked for`);
  }

  #look(): void {
    this.#askKernel();
    const usage = treeUsage(this.pid, this.#strays);
    if (usage === null) return;
    const { limits } = this;
    this.cpuMs = Math.max(this.cpuMs ?? 0, usage.cpuMs);
    if (usage.cpuMs > limits.cpuSeconds * 1000) return this.#end(`${limits.cpuSeconds} s of CPU time exceeded`);
    if (usage.processes > limits.processes) return this.#end(`${usage.processes} processes at once, ${limits.processes} are allowed`);
    // Copies of one program share most of their pages: what they take together is looked up only where it may be too much.
    const resident = usage.residentBytes > limits.memoryBytes ? proportionalBytes(usage.pids) : usage.residentBytes;
    // A file of memory that is mapped as well is resident, too.
    const bytes = Math.max(resident, this.#fileMemoryBytes);
    this.peakMemoryBytes = Math.max(this.peakMemoryBytes ?? 0, bytes);
    if (bytes > limits.memoryBytes) this.#end(`${mebibytes(bytes)} of memory in use, ${mebibytes(limits.memoryBytes)} are allowed`);
  }

  #lookAtTheClock(): void {
    const now = performance.now();
    const dtMs = now - this.#lastClock;
    const { runMs, waitMs } = this.#starvation.look([this.pid], dtMs);
    this.#lastClock = now;
    // Late timers are no excuse here: they change little of so long a time, and a look that takes long is late each time.
    if (this.#life.spend({ dtMs, lateMs: 0, runMs, waitMs })) this.#end(`${this.limits.wallSeconds} s exceeded`);
  }

  /** One look at a time: of very many files it takes longer than to the next. */
  async #lookAtFilesOnce(): Promise<void> {
    if (this.#isLooking) return;
    this.#isLooking = true;
    try {
      await this.#lookAtFiles();
    } finally {
      this.#isLooking = false;
    }
  }

  async #lookAtFiles(): Promise<void> {
    this.#strays = this.strays();
    const { memoryBytes, diskBytes: unlinkedBytes, hidden } = namelessFiles(membersOf(this.pid, this.#strays));
    this.#fileMemoryBytes = memoryBytes;
    if (hidden.some((pid) => this.#hidden.includes(pid))) this.#end("a process hides its descriptors, so that its files cannot be counted");
    this.#hidden = hidden;
    const { diskBytes: allowed } = this.limits;
    const { bytes, entries } = await diskUsage(this.files(), allowed - unlinkedBytes);
    if (unlinkedBytes + bytes > allowed) this.#end(`more than ${mebibytes(allowed)} written to disk`);
    if (entries > MOST_ENTRIES) this.#end(`more than ${MOST_ENTRIES} files and folders`);
  }

  #end(why: string): void {
    if (this.#over) return;
    this.#stopLooking();
    this.hit(`killed: ${why}`);
  }
}

function mebibytes(bytes: number): string {
  return `${Math.round(bytes / MIB)} MiB`;
}
