import { rm } from "node:fs/promises";
import { resolve } from "node:path";
import { collectResults } from "../batch/collect-results.js";
import { writeAtomically } from "../batch/write-once.js";
import { errorMessage, WiregradeError } from "../errors.js";
import { makeReport, type FormatName } from "../report/formats.js";
import { outOf } from "../report/out-of.js";
import { paintFor } from "../report/paint.js";
import { oneLine } from "../text/visible.js";

export interface ReportOptions {
  format: FormatName;
  out?: string;
  /** What a full score is to come to. */
  outOf?: number;
}

/** `wiregrade report <folder...>`: one report on all stored results, on stdout or into a file. Resolves to the exit code. */
export async function report(folders: readonly string[], { format, out, outOf: most }: ReportOptions): Promise<number> {
  const { results, warnings } = await collectResults(folders);
  for (const warning of warnings) console.error(`${paintFor(process.stderr).yellow("warning")}: ${warning}`);
  const text = await makeReport(
    format,
    most === undefined ? results : outOf(results, most),
    paintFor(out === undefined ? process.stdout : {}, out === undefined ? process.env : {}),
  );
  if (out === undefined) {
    process.stdout.write(text);
    return 0;
  }
  await writeReport(out, text);
  console.log(`${results.length} ${results.length === 1 ? "result" : "results"} in ${oneLine(out)}`);
  return 0;
}

async function writeReport(out: string, text: string): Promise<void> {
  const file = resolve(out);
  try {
    await writeAtomically(file, text);
  } catch (error) {
    await rm(`${file}.partial`, { force: true });
    throw new WiregradeError("OUT_UNWRITABLE", `${out}: ${errorMessage(error)}`, { mend: "name a file that you may write" });
  }
}
