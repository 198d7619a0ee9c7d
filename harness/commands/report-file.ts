import { realpath, rm } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { batchFolder } from "../batch/results-folder.js";
import { writeAtomically } from "../batch/write-once.js";
import { errorCode, inWords, WiregradeError } from "../errors.js";

/** What a batch has written at its top, and in a submission's folder. */
const OF_BATCH = /^(batch\.json|grades\.csv|summary\.json|\.canary(\/.*)?|[^/]+\/(result(\.[a-z-]+)?\.json|transcripts(\/.*)?))$/i;

/**
 * Throws OUT_UNWRITABLE if a report would take the place of what it is made of: a file of the batches in `folders`, or one of `read`, which
 * were named beside them.
 */
export async function refuseOverwriting(out: string, folders: readonly string[], read: readonly string[]): Promise<void> {
  const file = await real(out);
  const refusal = (what: string) => new WiregradeError("OUT_UNWRITABLE", `${out}: is ${what}`, { mend: "name another file" });
  for (const other of read) if ((await real(other)) === file) throw refusal("what the report is made with");
  for (const folder of folders) {
    const within = relative(await real(batchFolder(folder)), file);
    if (!within.startsWith("..") && OF_BATCH.test(within.split(sep).join("/"))) throw refusal("a file of the batch itself");
  }
}

/** A path without links, whether the file is there or not. */
async function real(path: string): Promise<string> {
  const whole = resolve(path);
  return await realpath(whole).catch(async () => join(await realpath(dirname(whole)).catch(() => dirname(whole)), basename(whole)));
}

/** Writes a report, whole or not at all. */
export async function writeReport(out: string, text: string): Promise<void> {
  const file = resolve(out);
  try {
    await writeAtomically(file, text);
  } catch (error) {
    await rm(`${file}.partial`, { force: true });
    const why = errorCode(error) === "ENOENT" ? "there is no folder for it" : inWords(error);
    throw new WiregradeError("OUT_UNWRITABLE", `${out}: ${why}`, { mend: "name a file that you may write" });
  }
}
