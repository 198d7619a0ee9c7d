import { mkdir, rename, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { errorCode, WiregradeError } from "../errors.js";
import { removeFolder } from "../process/remove-folder.js";
import type { Result } from "../score/result.js";
import { readResult, resultFile, resultFolder } from "./results-folder.js";
import { syncFiles, syncFolder, writeAtomically, writeOnce } from "./write-once.js";

/** Stores a result in place of an older one. */
export async function replaceResult(out: string, result: Result): Promise<void> {
  await writeAtomically(resultFile(resultFolder(out, result.submission.name)), resultText(result));
}

function resultText(result: Result): string {
  return `${JSON.stringify(result, null, 2)}\n`;
}

/** Where a worker writes transcripts until there is a result to go with them. */
export function attemptFolder(folder: string): string {
  return join(folder, "transcripts.partial");
}

/**
 * Stores what an attempt at a submission came to, with its transcripts, and resolves to what is stored then. A result that is complete is never
 * replaced; one that is not, by a better one. The transcripts are on disk before the result is. Killed in between, it leaves a result that is not complete, or none: that submission is graded again.
 */
export async function storeAttempt(folder: string, result: Result): Promise<Result> {
  await mkdir(folder, { recursive: true });
  const stored = await readResult(resultFile(folder));
  if (stored !== null && !isBetter(result, stored)) {
    await removeFolder(attemptFolder(folder));
    return stored;
  }
  await removeFolder(join(folder, "transcripts"));
  try {
    await syncFiles(attemptFolder(folder));
    await rename(attemptFolder(folder), join(folder, "transcripts"));
    await syncFolder(folder);
  } catch (error) {
    // Nothing was recorded.
    if (errorCode(error) !== "ENOENT") throw error;
  }
  if (stored !== null) await writeAtomically(resultFile(folder), resultText(result));
  else if (!(await writeOnce(resultFile(folder), resultText(result))))
    throw new WiregradeError("BATCH_RUNNING", `${resultFile(folder)}: another process has just stored it`);
  return result;
}

/** Whether a result says more than the one that is stored: it judged all checks, or more of them. */
export function isBetter(result: Result, stored: Result): boolean {
  if (stored.complete) return false;
  const open = ({ verdicts }: Result) => verdicts.filter(({ status }) => status === "error").length;
  return result.complete || open(result) < open(stored);
}

/** Removes what was recorded of an attempt that came to no result. */
export async function discardAttempt(folder: string): Promise<void> {
  await removeFolder(attemptFolder(folder));
  // Its folder too, if there is nothing from before in it.
  await rmdir(folder).catch(() => undefined);
}
