import { createHash } from "node:crypto";
import { createReadStream, existsSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { WiregradeError } from "../errors.js";
import { removeFolder } from "../process/remove-folder.js";
import { archiveName, unpackArchive } from "../submission/archives.js";
import { isLeftOut } from "../submission/entry-name.js";
import { digestSubmission } from "../submission/files.js";
import { MANIFEST_NAME } from "../submission/manifest.js";
import type { Submission } from "./find-submissions.js";

/**
 * The folder that a submission's files are in, just before it is graded. What has to be unpacked for that goes below `scratch`, an absent
 * folder that vanishes with the grading. Throws what `unpackArchive` throws, and SUBMISSION_GONE.
 */
export async function openSubmission({ source }: Submission, scratch: string): Promise<string> {
  const kind = await stat(source).catch(() => null);
  if (kind === null) throw new WiregradeError("SUBMISSION_GONE", `${source}: is no longer there`);
  if (!kind.isDirectory()) return await unpackArchive(source, scratch);
  const only = await onlyEntry(source);
  if (only === null) return source;
  const path = join(source, only.name);
  // As Moodle has it: "Jane Doe_4711_assignsubmission_file_/echo.zip".
  if (only.isFile() && archiveName(path) !== only.name) return await unpackArchive(path, scratch);
  return only.isDirectory() && existsSync(join(path, MANIFEST_NAME)) ? path : source;
}

/** What a folder holds if that is one thing alone, besides what nobody meant to hand in. */
async function onlyEntry(folder: string) {
  // What cannot be read is told of when it is graded.
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const [only, ...more] = entries.filter(({ name }) => !isLeftOut([name]));
  return only === undefined || more.length > 0 ? null : only;
}

/**
 * SHA-256 over a submission's files as they are now, hex; if it cannot be unpacked, over the archive as it is; empty if nothing can be read.
 * `scratch` is an absent folder, and is so again afterwards.
 */
export async function sourceDigest(submission: Submission, scratch: string): Promise<string> {
  try {
    return await digestSubmission(await openSubmission(submission, scratch));
  } catch {
    return await digestUnopened(submission.source).catch(() => "");
  } finally {
    await removeFolder(scratch);
  }
}

async function digestUnopened(source: string): Promise<string> {
  const kind = await stat(source);
  if (kind.isDirectory()) return await digestSubmission(source);
  if (!kind.isFile()) return "";
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(source)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}
