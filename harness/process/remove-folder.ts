import { chmod, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { errorCode } from "../errors.js";

/**
 * Removes a folder that students' programs could write to. What they have locked (mode 000) is opened first, which matters where we
 * are not root; what then still resists is left for the removal of the folder above.
 */
export async function removeFolder(folder: string): Promise<void> {
  const options = { recursive: true, force: true, maxRetries: 3 };
  try {
    await rm(folder, options);
  } catch (error) {
    if (!["EACCES", "EPERM", "ENOTEMPTY"].includes(errorCode(error) ?? "")) throw error;
    await unlock(folder);
    await rm(folder, options).catch(() => undefined);
  }
}

async function unlock(folder: string): Promise<void> {
  await chmod(folder, 0o700).catch(() => undefined);
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) if (entry.isDirectory()) await unlock(join(folder, entry.name));
}
