import { stat } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { archiveName } from "../submission/archives.js";
import { WiregradeError } from "../errors.js";
import { oneLine } from "../text/visible.js";

/** A submission of a batch: { "name": "ann", "source": "/home/ta/submissions/ann" }. */
export interface Submission {
  /** Its results are stored under this name; no two of a batch have the same. */
  name: string;
  /** Where it came from: a folder or an archive, absolute. */
  source: string;
}

/** What `--out` holds beside the folders of submissions. */
const RESERVED = new Set(["batch.json", "grades.csv", "summary.json", "batch.lock", ""]);

/** Whether results can be stored under a name. */
export function isName(name: string): boolean {
  return !RESERVED.has(name) && !name.startsWith(".") && !name.includes("/");
}

/**
 * The submissions that paths name, in their order: one for each folder and each file, whatever it is, so that nobody's is lost. Throws for a
 * path that is not there, a name that results cannot be stored under, and names that several paths lead to.
 */
export async function findSubmissions(paths: readonly string[]): Promise<Submission[]> {
  /** By name and source, the path as it was given. */
  const found = new Map<string, Map<string, string>>();
  for (const path of paths) {
    const { name, source } = await submissionAt(path);
    if (!isName(name)) throw new WiregradeError("NAME_RESERVED", `${path}: no submission can be named ${JSON.stringify(name)}`);
    found.set(name, (found.get(name) ?? new Map<string, string>()).set(source, path));
  }
  refuseTwins(found);
  return [...found].map(([name, sources]) => ({ name, source: [...sources.keys()][0] as string }));
}

/** All of them at once: who has four hundred submissions does not want to hear of one after the other. */
function refuseTwins(found: ReadonlyMap<string, ReadonlyMap<string, string>>): void {
  const twins = [...found].filter(([, sources]) => sources.size > 1);
  if (twins.length === 0) return;
  const lines = twins.map(([name, sources]) => `${JSON.stringify(name)} (${[...sources.values()].map((path) => oneLine(path)).join(", ")})`);
  throw new WiregradeError("DUPLICATE_NAME", `submissions of one name: ${lines.join("; ")}`);
}

async function submissionAt(path: string): Promise<Submission> {
  const source = resolve(path);
  const kind = await stat(source).catch(() => null);
  if (kind === null) throw new WiregradeError("PATH_MISSING", `${path}: there is no such folder`);
  return { name: kind.isDirectory() ? basename(source) : archiveName(source), source };
}
