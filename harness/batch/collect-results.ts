import { existsSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { WiregradeError } from "../errors.js";
import type { Result } from "../score/result.js";
import type { Batches } from "../gradebook/gradebook.js";
import { readBatchState } from "./batch-state.js";
import { findGaps } from "./gaps.js";
import { batchFolder, damagedResults, readSound, readSoundResults, resultFile } from "./results-folder.js";

/** Results of one or several folders as one batch, and what makes them hard to compare. */
export interface Collected {
  /** In the order of their names. */
  results: Result[];
  /** One line each. */
  warnings: string[];
  batches: Batches;
}

/**
 * Reads all results of `folders`, which are shards of one batch, or a submission's own folders. The same result may stand in two of them; throws DUPLICATE_NAME where two
 * results of one name differ, LAB_MISMATCH where they are of different labs, and what `readResults` throws.
 */
export async function collectResults(folders: readonly string[]): Promise<Collected> {
  const found = new Map<string, { folder: string; result: Result }>();
  let first: { folder: string; result: Result } | undefined;
  const byFolder = new Map<string, readonly Result[]>();
  const damaged: string[] = [];
  for (const folder of folders) byFolder.set(folder, await resultsIn(folder, damaged));
  if (damaged.length > 0) throw await damagedResults(damaged);
  for (const [folder, here] of byFolder) {
    for (const result of here) {
      const { lab, submission } = result;
      first ??= { folder, result };
      if (lab !== first.result.lab)
        throw new WiregradeError(
          "LAB_MISMATCH",
          `${folder}: holds a result of ${JSON.stringify(lab)}, ${first.folder} one of ${JSON.stringify(first.result.lab)}`,
          {
            mend: "make a report for each lab",
          },
        );
      const twin = found.get(submission.name);
      if (twin !== undefined && !isDeepStrictEqual(twin.result, result))
        throw new WiregradeError("DUPLICATE_NAME", `${folder}: ${JSON.stringify(submission.name)} has another result in ${twin.folder}`, {
          mend: "keep one of the two, in one folder",
        });
      found.set(submission.name, { folder, result });
    }
  }
  const results = [...found.values()].map(({ result }) => result);
  results.sort((a, b) => (a.submission.name < b.submission.name ? -1 : 1));
  return { results, batches: await batchesOf([...byFolder.keys()]), warnings: [...(await findGaps(byFolder)), ...warningsOf(results)] };
}

/** Of a batch's folder, or the one of a submission's. `damaged` gets the files of those that cannot be read. */
async function resultsIn(folder: string, damaged: string[]): Promise<Result[]> {
  if (existsSync(resultFile(folder))) {
    const own = await readSound(folder, damaged);
    return own === null ? [] : [own];
  }
  const sound = await readSoundResults(folder);
  damaged.push(...sound.damaged);
  return sound.results;
}

/** What the batches of these folders, or of those that hold them, tell of themselves. */
async function batchesOf(folders: readonly string[]): Promise<Batches> {
  const names = new Set<string>();
  let judgedAgain = false;
  for (const folder of folders) {
    const out = batchFolder(folder);
    if (!existsSync(join(out, "batch.json"))) continue;
    const state = await readBatchState(out);
    for (const name of [...state.submissions.map((one) => one.name), ...(state.elsewhere ?? [])]) names.add(name);
    judgedAgain ||= state.judgedAgain === true;
  }
  return { names, judgedAgain };
}

function warningsOf(results: readonly Result[]): string[] {
  const labs = new Set(results.map((result) => result.labDigest)).size;
  const seeds = new Set(results.map((result) => result.seed)).size;
  const differ = [...(labs > 1 ? [`${labs} versions of the lab`] : []), ...(seeds > 1 ? [`${seeds} seeds`] : [])];
  if (differ.length === 0) return [];
  const mend = labs > 1 ? "; `npx wiregrade regrade --write` brings stored results to today's rubric" : "";
  return [`these results come from ${differ.join(" and ")}, so their scores may not compare${mend}`];
}
