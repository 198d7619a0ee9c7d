import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { chmod, cp, lstat, readdir, readlink, realpath } from "node:fs/promises";
import { basename, join, relative } from "node:path";
import { errorCode, WiregradeError } from "../errors.js";

/** Not handed in: what package managers, version control and wiregrade itself put into a student's folder. */
const LEFT_OUT = new Set(["node_modules", ".git", ".wiregrade"]);

function isHandedIn(folder: string, path: string): boolean {
  // A name that is not UTF-8 reads with U+FFFD in it, and Node cannot open what it stands for.
  return path === folder || !(LEFT_OUT.has(basename(path)) || basename(path).includes("\uFFFD"));
}

/** Copies a submission, links within it as links, sockets and FIFOs not at all. Whatever its modes were, the copy can be read and written by its owner. */
export async function copySubmission(given: string, to: string): Promise<void> {
  // The folder itself may be given as a link, which must not be what is copied.
  const folder = await realpath(given);
  await cp(folder, to, {
    recursive: true,
    verbatimSymlinks: true,
    // By them make knows what has to be built again: a stale program that was handed in is not newer than its source.
    preserveTimestamps: true,
    filter: async (path) => {
      if (!isHandedIn(folder, path)) return false;
      const kind = await lstat(path);
      return kind.isFile() || kind.isDirectory() || kind.isSymbolicLink();
    },
  });
  await openForOwner(to);
}

async function openForOwner(folder: string): Promise<void> {
  await chmod(folder, (await lstat(folder)).mode | 0o700);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await openForOwner(path);
    else if (entry.isFile()) await chmod(path, (await lstat(path)).mode | 0o600);
  }
}

/** SHA-256 over all paths and contents of a submission, hex. */
export async function digestSubmission(given: string): Promise<string> {
  try {
    return await digestOf(given);
  } catch (error) {
    if (errorCode(error) !== "EACCES") throw error;
    throw new WiregradeError("SUBMISSION_UNREADABLE", `${(error as { path?: string }).path ?? given}: permission denied`);
  }
}

async function digestOf(given: string): Promise<string> {
  const folder = await realpath(given);
  const hash = createHash("sha256");
  for (const path of await filesOf(folder, folder)) {
    const kind = await lstat(path);
    hash.update(`${relative(folder, path)}\0${kind.isSymbolicLink() ? "link" : kind.mode & 0o111 ? "program" : "file"}\0`);
    // Of each content its own digest, so that no content can look like the start of the next file.
    const content = createHash("sha256");
    if (kind.isSymbolicLink()) content.update(await readlink(path));
    else for await (const chunk of createReadStream(path)) content.update(chunk as Buffer);
    hash.update(content.digest());
  }
  return hash.digest("hex");
}

async function filesOf(root: string, folder: string): Promise<string[]> {
  const found: string[] = [];
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (!isHandedIn(root, path)) continue;
    if (entry.isDirectory()) for (const below of await filesOf(root, path)) found.push(below);
    else if (entry.isFile() || entry.isSymbolicLink()) found.push(path);
  }
  return found;
}
