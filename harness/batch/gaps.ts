import { existsSync } from "node:fs";
import { join } from "node:path";
import { oneLine } from "../text/visible.js";
import { readBatchState, type BatchState } from "./batch-state.js";
import { readStored } from "./results-folder.js";

/** What is missing in folders of results to be the whole of a batch: submissions that are not graded yet, and other shards. One line each. */
export async function findGaps(folders: readonly string[]): Promise<string[]> {
  const lines: string[] = [];
  const shards = new Map<number, Set<number>>();
  for (const folder of new Set(folders)) {
    if (!existsSync(join(folder, "batch.json"))) continue;
    const state = await readBatchState(folder);
    const { lab, submissions, shard } = state;
    const left = await ungraded(folder, state);
    if (left > 0)
      lines.push(
        `${oneLine(folder)}: ${left} of ${submissions.length} are not graded yet, or not completely: wiregrade grade ${lab} --out ${oneLine(folder)} --resume`,
      );
    if (shard !== null) shards.set(shard.of, (shards.get(shard.of) ?? new Set()).add(shard.index));
  }
  for (const [of, here] of shards) {
    const missing = Array.from({ length: of }, (_, index) => index + 1).filter((index) => !here.has(index));
    if (missing.length > 0)
      lines.push(
        `not the whole batch: of its ${of} shards ${missing.map((index) => `${index}/${of}`).join(", ")} ${missing.length === 1 ? "is" : "are"} not here`,
      );
  }
  return lines;
}

async function ungraded(folder: string, { submissions }: BatchState): Promise<number> {
  let count = 0;
  for (const { name } of submissions) if ((await readStored(folder, name))?.complete !== true) count++;
  return count;
}
