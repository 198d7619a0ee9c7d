import { basename } from "node:path";

export type ArchiveFormat = "zip" | "tar" | "gzip";

/** "." and ".." with an ending would name the folder that results are stored in, or the one above. */
const NAMED = /^(?!\.{1,2}\.(?:zip|tar|tar\.gz|tgz)$)(.+?)\.(zip|tar|tar\.gz|tgz)$/is;

const FORMATS: Record<string, ArchiveFormat> = { zip: "zip", tar: "tar", "tar.gz": "gzip", tgz: "gzip" };

/** Whether `path` is an archive by its name: .zip, .tar, .tar.gz or .tgz, in upper case too. Looks at no file. */
export function isArchive(path: string): boolean {
  return NAMED.test(basename(path));
}

/** Of formats that are not unpacked here. */
const FOREIGN = /^(.+?)\.(?:rar|7z|zipx|(?:tar\.)?(?:gz|bz2|xz|zst|lz)|tbz2?|txz)$/is;

/** The name of the submission in an archive: "ada" of "in/ada.tar.gz", and of "in/ada.rar", too. The file's own name if that is no archive's. */
export function archiveName(path: string): string {
  const name = basename(path);
  return (NAMED.exec(name) ?? FOREIGN.exec(name))?.[1] ?? name;
}

/** What an archive should be by its name, or undefined. */
export function namedFormat(path: string): ArchiveFormat | undefined {
  return FORMATS[NAMED.exec(basename(path))?.[2]?.toLowerCase() ?? ""];
}

/** How many of the first bytes of a file tell its format. */
export const HEAD_BYTES = 512;

const MAGICS: readonly [format: string, offset: number, magic: string][] = [
  ["zip", 0, "PK\x03\x04"],
  // One without entries.
  ["zip", 0, "PK\x05\x06"],
  ["gzip", 0, "\x1f\x8b"],
  ["tar", 257, "ustar"],
  ["RAR", 0, "Rar!\x1a\x07"],
  ["7-Zip", 0, "7z\xbc\xaf\x27\x1c"],
  ["bzip2", 0, "BZh"],
  ["xz", 0, "\xfd7zXZ\0"],
  ["Zstandard", 0, "\x28\xb5\x2f\xfd"],
];

/** What a file is by its first bytes: a format, the name of another, or undefined. */
export function formatOf(head: Buffer): string | undefined {
  return MAGICS.find(([, offset, magic]) => head.toString("latin1", offset, offset + magic.length) === magic)?.[0];
}
