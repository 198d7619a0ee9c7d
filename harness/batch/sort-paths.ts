import { existsSync } from "node:fs";
import { lstat, realpath } from "node:fs/promises";
import { join } from "node:path";
import { WiregradeError } from "../errors.js";
import { isArchive } from "../submission/archives.js";
import { MANIFEST_NAME } from "../submission/manifest.js";
import { shellWord } from "../text/shell-word.js";
import { oneLine } from "../text/visible.js";
import { readBatchState } from "./batch-state.js";
import { onlyArchive } from "./open-submission.js";
import { handedIn, namesOfLab } from "./submission-folder.js";

/** Of the paths that were named, those of submissions, and those that hold results. */
export interface Sorted {
  paths: string[];
  /** The folder of results that the batch has itself, and those of other batches. */
  results: string[];
}

/**
 * Tells submissions from folders of results, which `submissions/*` names too once one is in there. Throws SUBMISSIONS_BELOW or SUBMISSION_EMPTY
 * if no path is a submission, but each a folder of many, or of nothing. `out`: where the batch's results go.
 */
export async function sortPaths(given: readonly string[], lab: string, out: string): Promise<Sorted> {
  const paths: string[] = [];
  const results: string[] = [];
  for (const path of given) ((await holdsResults(path, lab, out)) ? results : paths).push(path);
  const refusals = await Promise.all(paths.map(async (path) => await whyNoSubmission(path, lab)));
  const [first] = refusals;
  if (first !== undefined && first !== null && !refusals.includes(null)) throw first;
  return { paths, results };
}

/** Students may hand in what looks like results: whatever holds a submission is one, and files that are none are not opened. */
async function holdsResults(path: string, lab: string, out: string): Promise<boolean> {
  const real = await realpath(path).catch(() => null);
  if (real !== null && real === (await realpath(out).catch(() => null))) return true;
  const state = await lstat(join(path, "batch.json")).catch(() => null);
  if (state === null || !state.isFile() || state.size > LARGEST_BYTES) return false;
  if (existsSync(join(path, MANIFEST_NAME)) || (await namesOfLab(path, lab)).length > 0) return false;
  return await readBatchState(path).then(
    () => true,
    () => false,
  );
}

/** More than the state of any batch has. */
const LARGEST_BYTES = 64 << 20;

/** The packed grader, which lies in a repository that `release` wrote. */
const GRADER = /^wiregrade-.*\.tgz$/;

/** Why a folder is not even a wrong submission: it is empty, or holds those of many; null if it may be one. */
async function whyNoSubmission(path: string, lab: string): Promise<WiregradeError | null> {
  if (existsSync(join(path, MANIFEST_NAME))) return null;
  const entries = await handedIn(path);
  if (entries === null) return null;
  if (entries.length === 0) return new WiregradeError("SUBMISSION_EMPTY", `${path}: is empty`, { mend: "name what was handed in" });
  let count = (await namesOfLab(path, lab)).length;
  // A repository with the lab's folder, and whatever else.
  if (count === 1) return null;
  for (const entry of entries) {
    const below = join(path, entry.name);
    if (entry.isFile() && isArchive(below) && !GRADER.test(entry.name)) count++;
    if (!entry.isDirectory() || existsSync(join(below, MANIFEST_NAME))) continue;
    if ((await onlyArchive(below)) !== null || (await namesOfLab(below, lab)).length > 0) count++;
  }
  if (count < 2) return null;
  return new WiregradeError("SUBMISSIONS_BELOW", `${path}: holds ${count} folders or archives with submissions`, {
    mend: `did you mean ${oneLine(shellWord(path.replace(/\/+$/, "")), 300)}/*?`,
  });
}
