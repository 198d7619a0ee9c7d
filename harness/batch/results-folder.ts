import { access, constants, mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { errorCode, errorMessage, WiregradeError } from "../errors.js";
import type { Result } from "../score/result.js";
import type { Transcript } from "../transcript/events.js";
import { parseTranscript } from "../transcript/lines.js";

export function resultFolder(out: string, name: string): string {
  return join(out, name);
}

export function transcriptFolder(out: string, name: string): string {
  return join(out, name, "transcripts");
}

export function resultFile(folder: string): string {
  return join(folder, "result.json");
}

/** The stored result of a submission, or null. */
export async function readStored(out: string, name: string): Promise<Result | null> {
  return await readResult(resultFile(resultFolder(out, name)));
}

/** Makes the folder, if it is not there yet, and those above it, for its owner alone: the batch's seed and everybody's results will be in it. */
export async function makeResultsFolder(out: string): Promise<void> {
  try {
    await mkdir(out, { recursive: true, mode: 0o700 });
    await access(out, constants.W_OK);
  } catch (error) {
    throw new WiregradeError("OUT_UNWRITABLE", `${out}: ${errorMessage(error)}`);
  }
}

/** What a batch leaves that was killed before it had begun. */
const NOTHING_YET = /^batch\.(json\.partial$|lock\.)/;

/** Throws when a folder for a new batch already holds something. */
export async function refuseUnlessEmpty(out: string): Promise<void> {
  const entries = (await readdir(out)).filter((entry) => !NOTHING_YET.test(entry)).sort();
  if (entries.length === 0) return;
  if (entries.includes("batch.json"))
    throw new WiregradeError("OUT_NOT_EMPTY", `${out}: already holds another batch`, { mend: "choose another folder, or go on with that batch by --resume" });
  const what = entries.includes("summary.json") ? "the results of another batch" : `other files (${entries[0]})`;
  throw new WiregradeError("OUT_NOT_EMPTY", `${out}: already holds ${what}`);
}

/** The names of the folders in one, sorted. */
export async function foldersIn(out: string): Promise<string[]> {
  return (await readdir(out, { withFileTypes: true })).flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
}

/** All stored results below `out`, by name. */
export async function readResults(out: string): Promise<Result[]> {
  const names = await foldersIn(out).catch((error: unknown) => {
    throw new WiregradeError("PATH_MISSING", `${out}: ${errorCode(error) === "ENOENT" ? "there is no such folder" : errorMessage(error)}`);
  });
  const results = await Promise.all(names.map((name) => readResult(join(out, name, "result.json"))));
  const found = results.flatMap((result) => (result === null ? [] : [result]));
  if (found.length === 0) throw new WiregradeError("NO_RESULTS", `${out}: holds no results`);
  return found;
}

export async function readResult(file: string): Promise<Result | null> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if (errorCode(error) === "ENOENT") return null;
    throw new WiregradeError("RESULT_INVALID", `${file}: ${errorMessage(error)}`);
  }
  try {
    const result = JSON.parse(text) as Result;
    if (result.version !== 1 || !Array.isArray(result.verdicts) || typeof result.submission?.name !== "string" || typeof result.lab !== "string")
      throw new Error("is not a result of version 1");
    return result;
  } catch (error) {
    throw new WiregradeError("RESULT_INVALID", `${file}: ${errorMessage(error)}`);
  }
}

/** The transcripts of a stored result's runs, in their order, less those that are missing or cannot be read: whoever judges them counts them. */
export async function readTranscripts(out: string, { submission, runs }: Pick<Result, "submission" | "runs">): Promise<Transcript[]> {
  const folder = transcriptFolder(out, submission.name);
  const read = runs.map(async ({ run }) => {
    const file = join(folder, `${run}.jsonl`);
    try {
      return [parseTranscript(await readFile(file, "utf8"), file)];
    } catch {
      return [];
    }
  });
  return (await Promise.all(read)).flat();
}
