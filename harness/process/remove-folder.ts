import { execFile, spawnSync } from "node:child_process";
import { chmodSync, readdirSync, rmSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";

const OPTIONS = { recursive: true, force: true, maxRetries: 3 };

/**
 * Removes a folder that students' programs could write to, and never throws. What they have locked (mode 000) is opened first, which
 * matters where we are not root. Paths that are too long for the kernel are no matter to rm(1), which goes down step by step.
 */
export async function removeFolder(folder: string): Promise<void> {
  if (await removedByRm(folder)) return;
  unlock(folder);
  if (!(await removedByRm(folder))) await rm(folder, OPTIONS).catch(() => undefined);
}

/** Whether rm(1) could remove it: for thousands of files it takes a tenth of what our own calls take. */
async function removedByRm(folder: string): Promise<boolean> {
  return await new Promise((resolve) => {
    try {
      execFile("rm", ["-rf", "--", folder], (error) => resolve(error === null));
    } catch {
      // There is no process to be had.
      resolve(false);
    }
  });
}

/** The same for handlers of signals and of our own end. */
export function removeFolderNow(folder: string): void {
  try {
    rmSync(folder, OPTIONS);
  } catch {
    unlock(folder);
    spawnSync("rm", ["-rf", "--", folder]);
  }
}

function unlock(folder: string): void {
  try {
    chmodSync(folder, 0o700);
    for (const entry of readdirSync(folder, { withFileTypes: true })) if (entry.isDirectory()) unlock(join(folder, entry.name));
  } catch {
    // gone, or too deep
  }
}
