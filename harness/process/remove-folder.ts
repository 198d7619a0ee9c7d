import { execFile, spawnSync } from "node:child_process";
import { chmodSync, readdirSync, rmSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const OPTIONS = { recursive: true, force: true, maxRetries: 3 };

/**
 * Removes a folder that students' programs could write to, and never throws. What they have locked (mode 000) is opened first, which
 * matters where we are not root; paths that are too long for the kernel are left to rm(1), which goes down step by step.
 */
export async function removeFolder(folder: string): Promise<void> {
  try {
    await rm(folder, OPTIONS);
  } catch {
    unlock(folder);
    await promisify(execFile)("rm", ["-rf", "--", folder]).catch(() => undefined);
  }
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
