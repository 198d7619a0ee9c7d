import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { cp, lstat, readdir, readlink } from "node:fs/promises";
import { basename, join, relative } from "node:path";

/** Not handed in: what package managers, version control and wiregrade itself put into a student's folder. */
const LEFT_OUT = new Set(["node_modules", ".git", ".wiregrade"]);

function isHandedIn(folder: string, path: string): boolean {
  return path === folder || !LEFT_OUT.has(basename(path));
}

/** Copies a submission, links as links, sockets and FIFOs not at all. */
export async function copySubmission(folder: string, to: string): Promise<void> {
  await cp(folder, to, {
    recursive: true,
    verbatimSymlinks: true,
    filter: async (path) => {
      if (!isHandedIn(folder, path)) return false;
      const kind = await lstat(path);
      return kind.isFile() || kind.isDirectory() || kind.isSymbolicLink();
    },
  });
}

/** SHA-256 over all paths and contents of a submission, hex. */
export async function digestSubmission(folder: string): Promise<string> {
  const hash = createHash("sha256");
  for (const path of await filesOf(folder, folder)) {
    const kind = await lstat(path);
    hash.update(`${relative(folder, path)}\0${kind.isSymbolicLink() ? "link" : kind.mode & 0o111 ? "program" : "file"}\0`);
    if (kind.isSymbolicLink()) hash.update(await readlink(path));
    else for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
    hash.update("\0");
  }
  return hash.digest("hex");
}

async function filesOf(root: string, folder: string): Promise<string[]> {
  const found: string[] = [];
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (!isHandedIn(root, path)) continue;
    if (entry.isDirectory()) found.push(...(await filesOf(root, path)));
    else if (entry.isFile() || entry.isSymbolicLink()) found.push(path);
  }
  return found;
}
