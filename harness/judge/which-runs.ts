import { oneLine } from "../text/visible.js";
import type { TranscriptHead } from "../transcript/events.js";

/** Modes of cutting bytes, as adverbs. Other modes go by their names. */
const MODES: Record<string, string> = { whole: "with the bytes sent whole", coalesced: "with messages coalesced", cuts: "with cuts at seeded places" };

/** Which of the runs fail, if not all do: "fails only byte by byte", "fails in 2 of 10 runs". */
export function whichRuns(failed: readonly TranscriptHead[], passed: readonly TranscriptHead[]): string | null {
  if (failed.length === 0 || passed.length === 0) return null;
  const modes = [...new Set(failed.map((head) => head.mode))];
  if (!passed.some((head) => modes.includes(head.mode))) return `fails only ${modes.map(adverb).join(" and ")}`;
  const count = `fails in ${failed.length} of ${failed.length + passed.length} runs`;
  const many = new Set([...failed, ...passed].map((head) => head.mode)).size > 1;
  return many ? `${count}: ${modes.map(adverb).join(", ")}` : count;
}

function adverb(mode: string): string {
  return Object.hasOwn(MODES, mode) ? (MODES[mode] ?? mode) : oneLine(mode.replaceAll("-", " "), 40);
}
