import { stat } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { archiveName, isArchive, unpackArchive } from "../submission/archives.js";
import { foldedName } from "../submission/taken-names.js";
import { WiregradeError } from "../errors.js";
import { oneLine } from "../text/visible.js";

/** A submission of a batch: { "name": "ann", "source": "/home/ta/submissions/ann" }. */
export interface Submission {
  /** Its results are stored under this name; no two of a batch have the same, or such as are the same on some file systems. */
  name: string;
  /** Where it came from: a folder or an archive, absolute. */
  source: string;
}

/** What `--out` holds beside the folders of submissions, on file systems that ignore case as well. */
const RESERVED = /^$|^\.|\/|^(batch\.json|grades\.csv|summary\.json)$|^batch\.lock|\.partial$/i;

/** Whether results can be stored under a name. */
export function isName(name: string): boolean {
  return !RESERVED.test(name);
}

/** The submissions that paths name, in their order; `hear` is told of paths that name none. Throws for a path that is not there, or a name that is taken. */
export async function findSubmissions(paths: readonly string[], hear: (line: string) => void): Promise<Submission[]> {
  const found = new Map<string, Submission>();
  for (const path of paths) {
    const submission = await submissionAt(path);
    if (submission === null) {
      hear(`left out: ${oneLine(path)} is neither a folder nor an archive (.zip, .tar, .tar.gz)`);
      continue;
    }
    const { name, source } = submission;
    if (!isName(name)) throw new WiregradeError("NAME_RESERVED", `${path}: no submission can be named ${JSON.stringify(name)}`);
    const twin = found.get(foldedName(name));
    if (twin !== undefined && twin.source !== source)
      throw new WiregradeError("DUPLICATE_NAME", `${path}: there is another submission named ${JSON.stringify(twin.name)}`);
    found.set(foldedName(name), submission);
  }
  if (found.size === 0)
    throw new WiregradeError("PATH_MISSING", "there is no submission among the paths", {
      mend: "give folders that hold a wiregrade.json, or archives of such folders",
    });
  return [...found.values()];
}

/** The submission that one path names; null if it is none. */
async function submissionAt(path: string): Promise<Submission | null> {
  const source = resolve(path);
  const kind = await stat(source).catch(() => null);
  if (kind === null) throw new WiregradeError("PATH_MISSING", `${path}: there is no such folder`);
  if (kind.isDirectory()) return { name: basename(source), source };
  return isArchive(source) ? { name: archiveName(source), source } : null;
}

/**
 * The folder that a submission's files are in, just before it is graded. What has to be unpacked for that goes below `scratch`, an absent
 * folder that vanishes with the grading.
 */
export async function openSubmission({ source }: Submission, scratch: string): Promise<string> {
  const kind = await stat(source).catch(() => null);
  if (kind === null) throw new WiregradeError("SUBMISSION_GONE", `${source}: is no longer there`);
  return isArchive(source) && !kind.isDirectory() ? await unpackArchive(source, scratch) : source;
}
