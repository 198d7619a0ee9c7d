import { oneLine } from "../text/visible.js";
import type { TranscriptHead } from "../transcript/events.js";

/** Modes of cutting bytes, in words. Other modes go by their names. */
const MODES: Record<string, string> = {
  whole: "when each message comes in one piece",
  coalesced: "when several messages come in one piece",
  cuts: "when the bytes come apart at random places",
  bytes: "when the bytes come one by one",
};

/** Which of the runs fail, if not all do: "fails only when the bytes come one by one", "fails in 2 of 10 runs"; of several the fewer are told. */
export function whichRuns(failed: readonly TranscriptHead[], passed: readonly TranscriptHead[]): string | null {
  if (failed.length === 0 || passed.length === 0) return null;
  const modes = [...new Set(failed.map((head) => head.mode))];
  const right = [...new Set(passed.map((head) => head.mode))];
  if (!right.some((mode) => modes.includes(mode)))
    return modes.length > right.length ? `passes only ${right.map(adverb).join(", and ")}` : `fails only ${modes.map(adverb).join(", and ")}`;
  const count = `fails in ${failed.length} of ${failed.length + passed.length} runs`;
  const many = new Set([...failed, ...passed].map((head) => head.mode)).size > 1;
  return many ? `${count}: ${modes.map(adverb).join(", ")}` : count;
}

function adverb(mode: string): string {
  return Object.hasOwn(MODES, mode) ? (MODES[mode] ?? mode) : oneLine(mode.replaceAll("-", " "), 40);
}
