import { constants } from "node:fs";
import { link, open, readdir, rename, stat, unlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { errorCode } from "../errors.js";

/** Files that are there whole or not at all, also after a power cut. What is being written is `<file>.partial`. */

async function writePartial(file: string, text: string): Promise<string> {
  const partial = `${file}.partial`;
  const handle = await open(partial, "w");
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  return partial;
}

/** What is in the files of a folder, and their names, survives a power cut from now on. */
export async function syncFiles(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!entry.isFile()) continue;
    await using handle = await open(join(folder, entry.name), constants.O_RDONLY | constants.O_NOFOLLOW);
    await handle.sync();
  }
  await syncFolder(folder);
}

/** A new name in a folder survives a power cut once the folder itself is on disk; not every file system can be asked for that. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r").catch(() => null);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

/** Writes a file, or replaces it. */
export async function writeAtomically(file: string, text: string): Promise<void> {
  await rename(await writePartial(file, text), file);
  await syncFolder(dirname(file));
}

/** Writes a file that is not there yet. Resolves to false, and changes nothing, if it is. */
export async function writeOnce(file: string, text: string): Promise<boolean> {
  const partial = await writePartial(file, text);
  const placed = await place(partial, file);
  await unlink(partial).catch(() => undefined);
  await syncFolder(dirname(file));
  return placed;
}

async function place(partial: string, file: string): Promise<boolean> {
  try {
    await link(partial, file);
    return true;
  } catch (error) {
    if (errorCode(error) === "EEXIST") return false;
    // A file system without hard links: nobody else writes here, the batch's lock sees to that.
    if (await isThere(file)) return false;
    await rename(partial, file);
    return true;
  }
}

async function isThere(file: string): Promise<boolean> {
  return await stat(file).then(
    () => true,
    () => false,
  );
}
