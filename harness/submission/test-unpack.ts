import { expect } from "@jest/globals";
import { lstat, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { gzipSync } from "node:zlib";
import { unpackArchive, type ArchiveLimits } from "./archives.js";
import { tarOf, zipOf, type TestEntry } from "./test-archives.js";

/** How the same entries are packed, by the ending of the file's name. */
export const PACKERS: readonly [ending: string, pack: (entries: readonly TestEntry[]) => Promise<Buffer>][] = [
  [".zip", (entries) => Promise.resolve(zipOf(entries))],
  [".tar", tarOf],
  [".tar.gz", async (entries) => gzipSync(await tarOf(entries))],
];

/** An empty folder, gone after `use`. */
export async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "wiregrade-test-"));
  try {
    await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Unpacks an archive named `name` with these bytes; `look` sees the submission's folder, and the one that was unpacked to. */
export async function unpacked(
  name: string,
  bytes: Buffer,
  look: (root: string, to: string) => Promise<void> = () => Promise.resolve(),
  limits?: ArchiveLimits,
): Promise<void> {
  await inFolder(async (folder) => {
    await writeFile(join(folder, name), bytes);
    const to = join(folder, "to");
    await look(await unpackArchive(join(folder, name), to, limits), to);
  });
}

/** Expects that it is refused in one line that names the archive and goes on with `message`, and that nothing is left. */
export async function expectRefused(name: string, bytes: Buffer, message: RegExp, limits?: ArchiveLimits): Promise<void> {
  await inFolder(async (folder) => {
    const path = join(folder, name);
    await writeFile(path, bytes);
    const error: unknown = await unpackArchive(path, join(folder, "to"), limits).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: "WiregradeError", code: "ARCHIVE_INVALID", exitCode: 2 });
    const said = (error as Error).message;
    expect(said.slice(0, path.length + 2)).toBe(`${path}: `);
    expect(said.slice(path.length + 2)).toMatch(message);
    expect(said).not.toContain("\n");
    expect(await readdir(folder)).toEqual([name]);
  });
}

/** All paths below a folder: folders with a slash, links with an arrow. */
export async function listing(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  return found.map((entry) => relative(folder, join(entry.parentPath, entry.name)) + (entry.isDirectory() ? "/" : entry.isSymbolicLink() ? " ->" : "")).sort();
}

/** The lower twelve bits of `st_mode`. */
export const modeOf = async (path: string): Promise<number> => (await lstat(path)).mode & 0o7777;
