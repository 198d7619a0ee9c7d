import { constants } from "node:fs";
import { copyFile, mkdir, readdir, readlink, symlink } from "node:fs/promises";
import { join } from "node:path";

/**
 * Copies a built submission to a folder that is not there yet: files with their modes, links as links; sockets and FIFOs that a build has
 * left behind not at all. Node's `cp` looks at each path several times, which for dozens of runs takes longer than their programs.
 */
export async function copyTree(from: string, to: string): Promise<void> {
  await mkdir(to);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    // A name that is not UTF-8 reads with U+FFFD in it, and Node cannot open what it stands for.
    if (entry.name.includes("\uFFFD")) continue;
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await copyTree(source, target);
    else if (entry.isFile()) await copyFile(source, target, constants.COPYFILE_FICLONE);
    else if (entry.isSymbolicLink()) await symlink(await readlink(source), target);
  }
}
