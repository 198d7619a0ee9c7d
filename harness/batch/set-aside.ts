import { rename } from "node:fs/promises";
import { join } from "node:path";
import { canaryFolder, isFit } from "./canary.js";
import { foldersIn, readSound, resultFile, resultFolder } from "./results-folder.js";

/** Takes a result out of the batch, so that it is graded again; it stays beside, to be looked at, as result.<why>.json. */
export async function setAside(out: string, name: string, why: "suspect" | "bad-input" | "damaged"): Promise<void> {
  const folder = resultFolder(out, name);
  await rename(resultFile(folder), join(folder, `result.${why}.json`));
}

/**
 * Takes every result out of the batch in `out` that was still being made when the reference solution last began to earn all points, or later; all
 * of them if it never did. What the folder holds decides, so that it does not matter how often the batch was interrupted. They stay beside, to be
 * looked at, until `--resume` grades them again. Resolves to how many there were.
 */
export async function setAsideUnconfirmed(out: string): Promise<number> {
  const fit = await lastFit(canaryFolder(out));
  let count = 0;
  for (const name of await foldersIn(out)) {
    const result = await readSound(resultFolder(out, name));
    if (result === null || Date.parse(result.startedAt) + result.durationMs <= fit) continue;
    await setAside(out, name, "suspect");
    count++;
  }
  return count;
}

/** When the newest of these gradings began that earned all points, ms since 1970; -Infinity if there is none. */
async function lastFit(folder: string): Promise<number> {
  let last = -Infinity;
  for (const name of await foldersIn(folder)) {
    const result = await readSound(resultFolder(folder, name));
    if (result !== null && isFit(result)) last = Math.max(last, Date.parse(result.startedAt));
  }
  return last;
}
