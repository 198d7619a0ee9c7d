import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { errorCode, errorMessage, WiregradeError } from "../errors.js";
import type { Result } from "../score/result.js";
import type { Transcript } from "../transcript/events.js";
import { parseTranscript } from "../transcript/lines.js";

/** What a batch came to: summary.json. */
export interface BatchSummary {
  version: 1;
  lab: string;
  seed: string;
  labDigest: string;
  startedAt: string;
  durationMs: number;
  submissions: { name: string; score: number; maxScore: number; bonus: number; complete: boolean; note: string }[];
}

/** Writes a file so that it is there whole or not at all. */
export async function writeAtomically(file: string, text: string): Promise<void> {
  await writeFile(`${file}.partial`, text);
  await rename(`${file}.partial`, file);
}

export function resultFolder(out: string, name: string): string {
  return join(out, name);
}

export function transcriptFolder(out: string, name: string): string {
  return join(out, name, "transcripts");
}

/** Stores a result beside its transcripts. */
export async function storeResult(out: string, result: Result): Promise<void> {
  const folder = resultFolder(out, result.submission.name);
  await mkdir(folder, { recursive: true });
  await writeAtomically(join(folder, "result.json"), `${JSON.stringify(result, null, 2)}\n`);
}

/** Makes `out` ready for a new batch; throws when it already holds something, or cannot be written. */
export async function claimResultsFolder(out: string): Promise<void> {
  try {
    await mkdir(out, { recursive: true });
    const entries = await readdir(out);
    if (entries.length > 0)
      throw new WiregradeError(
        "OUT_NOT_EMPTY",
        `${out}: already holds ${entries.includes("summary.json") ? "the results of another batch" : `other files (${entries[0]})`}`,
      );
    await writeAtomically(join(out, ".wiregrade-results"), "");
  } catch (error) {
    if (error instanceof WiregradeError) throw error;
    throw new WiregradeError("OUT_UNWRITABLE", `${out}: ${errorMessage(error)}`);
  }
}

/** All stored results below `out`, by name. */
export async function readResults(out: string): Promise<Result[]> {
  let entries: string[];
  try {
    entries = (await readdir(out, { withFileTypes: true })).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
  } catch (error) {
    throw new WiregradeError("PATH_MISSING", `${out}: ${errorCode(error) === "ENOENT" ? "there is no such folder" : errorMessage(error)}`);
  }
  const results = await Promise.all(entries.sort().map((name) => readResult(join(out, name, "result.json"))));
  const found = results.flatMap((result) => (result === null ? [] : [result]));
  if (found.length === 0) throw new WiregradeError("NO_RESULTS", `${out}: holds no results`);
  return found;
}

async function readResult(file: string): Promise<Result | null> {
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

/** The transcripts of a stored result, in the order of their names. */
export async function readTranscripts(out: string, name: string): Promise<Transcript[]> {
  const folder = transcriptFolder(out, name);
  const files = (await readdir(folder).catch(() => [])).filter((file) => file.endsWith(".jsonl")).sort();
  return await Promise.all(files.map(async (file) => parseTranscript(await readFile(join(folder, file), "utf8"), join(folder, file))));
}
