import { Refusal } from "./refusal.js";

/** What an archive may unpack to. */
export interface ArchiveLimits {
  /** Bytes unpacked in all; of a tar, its headers too. */
  bytes: number;
  /** Files, links and folders in all; folders that no entry names count too. */
  entries: number;
  /** Bytes unpacked for each byte of the archive. Does not bind the first 10 MiB: a file of zeros for a test is no bomb. */
  ratio: number;
}

export const ARCHIVE_LIMITS: ArchiveLimits = { bytes: 200 << 20, entries: 10_000, ratio: 100 };

const RATIO_BINDS_FROM_BYTES = 10 << 20;

/** Counts what really comes out, since sizes in headers are what a bomb lies about. Each method throws a Refusal at the limit. */
export class Meter {
  #bytes = 0;
  #entries = 0;

  /** `packed`: size of the archive in bytes. */
  constructor(
    private readonly limits: ArchiveLimits,
    private readonly packed: number,
  ) {}

  countEntry(): void {
    this.#entries++;
    if (this.#entries > this.limits.entries) throw new Refusal(`holds more than ${this.limits.entries} files and folders`, "archive");
  }

  countBytes(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes > this.limits.bytes) throw new Refusal(`unpacks to more than ${mebibytes(this.limits.bytes)} in all`, "archive");
    if (this.#bytes > Math.max(RATIO_BINDS_FROM_BYTES, this.limits.ratio * this.packed))
      throw new Refusal(`unpacks to more than ${this.limits.ratio} times its size of ${this.packed} bytes`, "archive");
  }
}

const mebibytes = (bytes: number) => (bytes < 1 << 20 ? `${bytes} bytes` : `${Math.floor(bytes / (1 << 20))} MiB`);
