import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { WiregradeError } from "../errors.js";
import { removeFolder } from "../process/remove-folder.js";
import { archiveName, unpackArchive } from "../submission/archives.js";
import { digestSubmission } from "../submission/files.js";
import type { Submission } from "./find-submissions.js";
import { handedIn, submissionFolder } from "./submission-folder.js";

/**
 * The folder that a submission's files for a lab are in, just before it is graded. What has to be unpacked for that goes below `scratch`, an
 * absent folder that vanishes with the grading. Throws what `unpackArchive` and `submissionFolder` throw, and SUBMISSION_GONE.
 */
export async function openSubmission({ source }: Submission, lab: string, scratch: string): Promise<string> {
  const kind = await stat(source).catch(() => null);
  if (kind === null) throw new WiregradeError("SUBMISSION_GONE", `${source}: is no longer there`);
  if (!kind.isDirectory()) return await submissionFolder(await unpackArchive(source, scratch), lab);
  const archive = await onlyArchive(source);
  return await submissionFolder(archive === null ? source : await unpackArchive(archive, scratch), lab);
}

/** The archive that is all that a folder holds, as Moodle has it: "Jane Doe_4711_assignsubmission_file_/echo.zip". */
export async function onlyArchive(folder: string): Promise<string | null> {
  const [only, ...more] = (await handedIn(folder)) ?? [];
  if (only === undefined || more.length > 0 || !only.isFile()) return null;
  const path = join(folder, only.name);
  return archiveName(path) === only.name ? null : path;
}

/**
 * SHA-256 over a submission's files as they are now, hex; if it cannot be unpacked, over the archive as it is; empty if nothing can be read.
 * `scratch` is an absent folder, and is so again afterwards.
 */
export async function sourceDigest(submission: Submission, lab: string, scratch: string): Promise<string> {
  try {
    return await digestSubmission(await openSubmission(submission, lab, scratch));
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
