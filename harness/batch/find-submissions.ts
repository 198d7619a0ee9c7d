import { stat } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { archiveName } from "../submission/archives.js";
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

/**
 * The submissions that paths name, in their order: one for each folder and each file, whatever it is, so that nobody's is lost. Throws for a
 * path that is not there, a name that results cannot be stored under, and names that several paths lead to.
 */
export async function findSubmissions(paths: readonly string[]): Promise<Submission[]> {
  const found = new Map<string, Twins>();
  for (const path of paths) {
    const { name, source } = await submissionAt(path);
    if (!isName(name)) throw new WiregradeError("NAME_RESERVED", `${path}: no submission can be named ${JSON.stringify(name)}`);
    const twins = found.get(foldedName(name)) ?? { name, sources: new Map<string, string>() };
    twins.sources.set(source, path);
    found.set(foldedName(name), twins);
  }
  refuseTwins([...found.values()]);
  return [...found.values()].map(({ name, sources }) => ({ name, source: [...sources.keys()][0] as string }));
}

/** What results would be stored of under one name. */
interface Twins {
  name: string;
  /** By source, the path as it was given. */
  sources: Map<string, string>;
}

/** All of them at once: who has four hundred submissions does not want to hear of one after the other. */
function refuseTwins(found: readonly Twins[]): void {
  const twins = found.filter(({ sources }) => sources.size > 1);
  if (twins.length === 0) return;
  const lines = twins.map(({ name, sources }) => `${JSON.stringify(name)} (${[...sources.values()].map((path) => oneLine(path)).join(", ")})`);
  throw new WiregradeError("DUPLICATE_NAME", `submissions of one name: ${lines.join("; ")}`);
}

async function submissionAt(path: string): Promise<Submission> {
  const source = resolve(path);
  const kind = await stat(source).catch(() => null);
  if (kind === null) throw new WiregradeError("PATH_MISSING", `${path}: there is no such folder`);
  return { name: kind.isDirectory() ? basename(source) : archiveName(source), source };
}
