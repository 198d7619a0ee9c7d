import { existsSync } from "node:fs";
import { join } from "node:path";
import { shellWord } from "../text/shell-word.js";
import { oneLine } from "../text/visible.js";
import type { Result } from "../score/result.js";
import { readBatchState } from "./batch-state.js";

/** What is missing in folders, of which these are the results, to be the whole of a batch: submissions that are not graded yet, and other shards. One line each. */
export async function findGaps(folders: ReadonlyMap<string, readonly Result[]>): Promise<string[]> {
  const lines: string[] = [];
  const shards = new Map<number, Set<number>>();
  for (const [folder, results] of folders) {
    if (!existsSync(join(folder, "batch.json"))) continue;
    const { lab, submissions, shard } = await readBatchState(folder);
    const whole = new Set(results.flatMap(({ submission, complete }) => (complete ? [submission.name] : [])));
    const left = submissions.filter(({ name }) => !whole.has(name)).length;
    if (left > 0)
      lines.push(
        `${oneLine(folder)}: ${left} of ${submissions.length} are not graded yet, or not completely: npx wiregrade grade ${lab} --out ${shellWord(folder)} --resume`,
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
