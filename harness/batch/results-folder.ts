import { existsSync } from "node:fs";
import { access, constants, mkdir, readdir, readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { errorCode, errorMessage, inWords, WiregradeError } from "../errors.js";
import type { Result } from "../score/result.js";
import { shellWord } from "../text/shell-word.js";
import { oneLine } from "../text/visible.js";
import type { Transcript } from "../transcript/events.js";
import { parseTranscript } from "../transcript/lines.js";
import { readBatchState } from "./batch-state.js";

export function resultFolder(out: string, name: string): string {
  return join(out, name);
}

export function transcriptFolder(out: string, name: string): string {
  return join(out, name, "transcripts");
}

export function resultFile(folder: string): string {
  return join(folder, "result.json");
}

/** The folder of the whole batch, of which this is that, or a submission's with its result. */
export function batchFolder(folder: string): string {
  return existsSync(resultFile(folder)) ? dirname(resolve(folder)) : folder;
}

/** The stored result of a submission, or null. */
export async function readStored(out: string, name: string): Promise<Result | null> {
  return await readResult(resultFile(resultFolder(out, name)));
}

/**
 * Makes the folder, if it is not there yet, and those above it, for its owner alone: the batch's seed and everybody's results will be in it.
 * Resolves to those that it has made, the innermost first.
 */
export async function makeResultsFolder(out: string): Promise<string[]> {
  try {
    const first = await mkdir(out, { recursive: true, mode: 0o700 });
    await access(out, constants.W_OK);
    const made: string[] = [];
    for (let folder = out; first !== undefined && folder.length >= first.length; folder = dirname(folder)) made.push(folder);
    return made;
  } catch (error) {
    throw new WiregradeError("OUT_UNWRITABLE", `${out}: ${errorCode(error) === "EEXIST" ? "is a file" : inWords(error)}`);
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

/** All stored results below `out`, by name. Throws one RESULT_INVALID for all that are damaged, and NO_RESULTS where there is none. */
export async function readResults(out: string): Promise<Result[]> {
  const { results, damaged } = await readSoundResults(out);
  if (damaged.length > 0) throw await damagedResults(damaged);
  return results;
}

/** The results below `out` that can be read, by name, and the files of those that cannot. Throws NO_RESULTS where there is neither. */
export async function readSoundResults(out: string): Promise<{ results: Result[]; damaged: string[] }> {
  const names = await foldersIn(out).catch((error: unknown) => {
    throw unlisted(out, error);
  });
  const damaged: string[] = [];
  const read = names.map(async (name) => await readSound(join(out, name), damaged));
  const results = (await Promise.all(read)).flatMap((result) => (result === null ? [] : [result]));
  if (results.length === 0 && damaged.length === 0) throw new WiregradeError("NO_RESULTS", `${out}: holds no results`);
  return { results, damaged: damaged.sort() };
}

/** What keeps a folder from being listed. */
function unlisted(folder: string, error: unknown): WiregradeError {
  const why = { ENOENT: "there is no such folder", ENOTDIR: "is a file, or below one" }[errorCode(error) ?? ""];
  return new WiregradeError("PATH_MISSING", `${folder}: ${why ?? inWords(error)}`);
}

/** The result in a submission's folder; null if there is none, or it is damaged: then `damaged` gets its file. */
export async function readSound(folder: string, damaged: string[] = []): Promise<Result | null> {
  try {
    return await readResult(resultFile(folder));
  } catch (error) {
    // What cannot be read just now may be sound.
    if (!(error instanceof WiregradeError) || error.code !== "RESULT_INVALID") throw error;
    damaged.push(resultFile(folder));
    return null;
  }
}

/** An error that names all damaged files at once, and the commands by which they are graded again. */
export async function damagedResults(files: readonly string[]): Promise<WiregradeError> {
  const outs = new Set(files.map((file) => dirname(dirname(resolve(file)))));
  const commands: string[] = [];
  for (const out of outs) {
    const lab = await readBatchState(out).then(
      (state) => state.lab,
      () => null,
    );
    if (lab !== null) commands.push(`npx wiregrade grade ${lab} --out ${shellWord(out)} --resume`);
  }
  const one = files.length === 1;
  const mend =
    commands.length < outs.size
      ? `remove ${one ? "it" : "them"}, or bring back a copy`
      : `grade ${one ? "that submission" : "those submissions"} again with: ${commands.join("; ")}`;
  return new WiregradeError("RESULT_INVALID", `${files.map((file) => oneLine(file)).join(", ")}: ${one ? "is" : "are"} damaged`, { mend });
}

export async function readResult(file: string): Promise<Result | null> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if (errorCode(error) === "ENOENT") return null;
    throw new WiregradeError("PATH_MISSING", `${file}: ${inWords(error)}`);
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
