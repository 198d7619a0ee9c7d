import { constants } from "node:fs";
import { mkdir, open, rm, stat, type FileHandle } from "node:fs/promises";
import { errorCode, errorMessage, WiregradeError } from "../errors.js";
import { formatOf, HEAD_BYTES, namedFormat, type ArchiveFormat } from "./archive-format.js";
import { ARCHIVE_LIMITS, Meter, type ArchiveLimits } from "./archive-limits.js";
import { shown } from "./entry-name.js";
import { readTar } from "./read-tar.js";
import { readZip } from "./read-zip.js";
import { Refusal } from "./refusal.js";
import { Unpacking } from "./unpacking.js";

export { archiveName, isArchive } from "./archive-format.js";
export type { ArchiveLimits } from "./archive-limits.js";

/**
 * Unpacks the archive at `path` into the new folder `to`, and resolves to the submission's folder: `to`, or the one folder that
 * all lies in. Throws a WiregradeError of one line that names the archive and the entry, and leaves nothing behind then:
 *
 * - PATH_MISSING, SUBMISSION_UNREADABLE: the archive itself cannot be read.
 * - ARCHIVE_INVALID: it is no regular file, not what its name says, damaged, a bomb, or holds what nobody hands in (paths and links
 *   out of the folder, hard links, devices, encrypted files, names that are one file on some systems and two on others).
 *
 * Files keep the right to be executed and nothing else. An error of the system while writing (no space left) is thrown as it is.
 */
export async function unpackArchive(path: string, to: string, limits: ArchiveLimits = ARCHIVE_LIMITS): Promise<string> {
  const file = await openRegular(path);
  try {
    return await unpackInto(to, path, file, limits);
  } finally {
    await file.close();
  }
}

async function unpackInto(to: string, path: string, file: FileHandle, limits: ArchiveLimits): Promise<string> {
  const format = await checkedFormat(path, file);
  const { size } = await file.stat();
  // Where it lies, other submissions' programs may pass by.
  await mkdir(to, { mode: 0o700 });
  const meter = new Meter(limits, size);
  const unpacking = new Unpacking(to, meter);
  try {
    return await unpacking.all(format === "zip" ? readZip(file, size, meter) : readTar(file, format === "gzip", meter));
  } catch (error) {
    await rm(to, { recursive: true, force: true });
    if (isOfSystem(error)) throw error;
    throw invalid(path, whyInvalid(error, unpacking.current), error);
  }
}

/** Opens a file that is a regular one, and no other: to open a FIFO waits for its writer, to open a device may do anything. */
async function openRegular(path: string): Promise<FileHandle> {
  const irregular = () => invalid(path, "is not a regular file");
  try {
    if (!(await stat(path)).isFile()) throw irregular();
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    // Another may have taken its place meanwhile.
    if ((await file.stat()).isFile()) return file;
    await file.close();
    throw irregular();
  } catch (error) {
    if (errorCode(error) === "ENOENT" || errorCode(error) === "ENOTDIR") throw new WiregradeError("PATH_MISSING", `${path}: there is no such file`);
    if (errorCode(error) === "EACCES") throw new WiregradeError("SUBMISSION_UNREADABLE", `${path}: permission denied`);
    throw error;
  }
}

async function checkedFormat(path: string, file: FileHandle): Promise<ArchiveFormat> {
  const named = namedFormat(path);
  if (named === undefined) throw invalid(path, "is no .zip, .tar, .tar.gz or .tgz by its name");
  const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
  if (bytesRead === 0) throw invalid(path, "is empty");
  const found = formatOf(buffer);
  // The oldest tar cannot be told by its first bytes, only by the sum in its header.
  if (found === named || (found === undefined && named === "tar")) return named;
  throw invalid(path, found === undefined ? `is not a ${named} file, as its name says` : `is not a ${named} file, as its name says, but a ${found} file`);
}

function whyInvalid(error: unknown, entry: string | null): string {
  if (error instanceof Refusal && error.about === "entry" && entry !== null) return `${shown(entry)} ${error.message}`;
  const at = entry === null ? "" : `, at ${shown(entry)}`;
  return error instanceof Refusal ? `${error.message}${at}` : `cannot be unpacked${at}: ${errorMessage(error)}`;
}

function invalid(path: string, why: string, cause?: unknown): WiregradeError {
  return new WiregradeError("ARCHIVE_INVALID", `${path}: ${why}`, { cause });
}

/** A file system may take more names for one than we do, or not take some bytes in them. */
const ABOUT_NAMES = ["EEXIST", "EILSEQ"];

/** Whether an error is the file system's, not about what the archive holds. */
function isOfSystem(error: unknown): boolean {
  return typeof (error as { syscall?: unknown } | null)?.syscall === "string" && !ABOUT_NAMES.includes(errorCode(error) ?? "");
}
