import type { Seed } from "./seed.js";

/** How the bytes of a scenario are cut into segments: a dimension of every run, not a scenario of its own. */
export const MODES = ["whole", "coalesced", "bytes", "cuts"] as const;
export type Mode = (typeof MODES)[number];

/** Where each write of a run is cut, in the order of the writes: offsets within it, ascending. Writes beyond the last go whole. */
export type CutPlan = readonly (readonly number[])[];

/** Beyond so many bytes, byte-by-byte sending cuts the first of them only: it would take too long otherwise. */
const SINGLE_BYTES = 4096;
const LONGEST_PIECE = 1400;

/** Cuts what the parties of one run write, and remembers where. */
export class Cutter {
  readonly #cuts: number[][] = [];

  /** `mode` with its seed; or a plan, which stands in for the mode. */
  constructor(
    private readonly mode: Mode,
    private readonly seed: Seed,
    private readonly plan: CutPlan | null = null,
  ) {}

  /** Whether writes that follow each other without a wait between them are to arrive as one. */
  get coalesces(): boolean {
    return this.plan === null && this.mode === "coalesced";
  }

  /** Whether every piece is to arrive apart from the one before, not only the first two: a plan has few cuts. */
  get keepsApart(): boolean {
    return this.plan !== null;
  }

  /** The cuts made so far: as a plan, they cut another run of the same scenario at the same places. */
  get made(): CutPlan {
    return this.#cuts;
  }

  /** `bytes` in pieces; together they are always the same bytes. */
  cut(bytes: Buffer): Buffer[] {
    const cuts = this.#placesIn(bytes.length);
    this.#cuts.push(cuts);
    const ends = [...cuts, bytes.length];
    return ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
  }

  #placesIn(length: number): number[] {
    if (this.plan !== null) return (this.plan[this.#cuts.length] ?? []).filter((offset) => offset > 0 && offset < length);
    if (this.mode === "bytes") return Array.from({ length: Math.max(0, Math.min(SINGLE_BYTES, length - 1)) }, (_, index) => index + 1);
    if (this.mode !== "cuts") return [];
    const cuts: number[] = [];
    const longest = Math.min(LONGEST_PIECE, Math.ceil(length / 2));
    for (let offset = this.seed.int(1, longest); offset < length; offset += this.seed.int(1, longest)) cuts.push(offset);
    return cuts;
  }
}
