import { diskBytes, proportionalBytes, treeUsage } from "./tree-usage.js";

/** What a program and all that it starts may use. */
export interface Limits {
  /** Longest life, s of wall time. */
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
const LOOK_MS = 40;
const DISK_LOOK_MS = 500;
const MIB = 1 << 20;

/** Watches a program by sampling, and says once which limit it has hit. */
export class LimitWatch {
  /** CPU time, ms; null as long as the kernel has not told. */
  cpuMs: number | null = null;
  /** The most resident memory of any look, bytes; null likewise. */
  peakMemoryBytes: number | null = null;
  readonly #timers: NodeJS.Timeout[];
  #over = false;

  /** `folders`: where it can write. `hit`: called once, with what it exceeded ("killed: ..."). */
  constructor(
    private readonly pid: number,
    private readonly folders: readonly string[],
    private readonly limits: Limits,
    private readonly hit: (why: string) => void,
  ) {
    this.#timers = [
      setTimeout(() => this.#end(`${limits.wallSeconds} s exceeded`), limits.wallSeconds * 1000),
      setInterval(() => this.#look(), LOOK_MS),
      setInterval(() => void this.#lookAtDisk(), DISK_LOOK_MS),
    ];
  }

  stop(): void {
    this.#over = true;
    for (const timer of this.#timers) clearTimeout(timer);
  }

  #look(): void {
    const usage = treeUsage(this.pid);
    if (usage === null) return;
    const { limits } = this;
    this.cpuMs = Math.max(this.cpuMs ?? 0, usage.cpuMs);
    if (usage.cpuMs > limits.cpuSeconds * 1000) return this.#end(`${limits.cpuSeconds} s of CPU time exceeded`);
    if (usage.processes > limits.processes) return this.#end(`${usage.processes} processes at once, ${limits.processes} are allowed`);
    // Copies of one program share most of their pages: what they take together is looked up only where it may be too much.
    const bytes = usage.residentBytes > limits.memoryBytes ? proportionalBytes(usage.pids) : usage.residentBytes;
    this.peakMemoryBytes = Math.max(this.peakMemoryBytes ?? 0, bytes);
    if (bytes > limits.memoryBytes) this.#end(`${mebibytes(bytes)} of memory in use, ${mebibytes(limits.memoryBytes)} are allowed`);
  }

  async #lookAtDisk(): Promise<void> {
    const bytes = await diskBytes(this.folders, this.limits.diskBytes);
    if (bytes > this.limits.diskBytes) this.#end(`more than ${mebibytes(this.limits.diskBytes)} written to disk`);
  }

  #end(why: string): void {
    if (this.#over) return;
    this.stop();
    this.hit(`killed: ${why}`);
  }
}

function mebibytes(bytes: number): string {
  return `${Math.round(bytes / MIB)} MiB`;
}
