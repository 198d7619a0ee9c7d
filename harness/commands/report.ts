import { collectResults } from "../batch/collect-results.js";
import { WiregradeError } from "../errors.js";
import { adjustmentsFrom } from "../gradebook/adjustments.js";
import { gradebook, type Step } from "../gradebook/gradebook.js";
import { groupsFrom } from "../gradebook/groups.js";
import { latenessFrom } from "../gradebook/lateness.js";
import { outOf } from "../gradebook/out-of.js";
import { makeReport, requireWholeScores, type FormatName } from "../report/formats.js";
import { paintFor } from "../report/paint.js";
import { oneLine } from "../text/visible.js";
import { refuseOverwriting, writeReport } from "./report-file.js";

export interface ReportOptions {
  format: FormatName;
  out?: string;
  /** What a full score is to come to. */
  outOf?: number;
  /** Files: see harness/gradebook/. */
  adjustments?: string;
  late?: string;
  submitted?: string;
  extensions?: string;
  groups?: string;
}

/** `wiregrade report <folder...>`: one report on all stored results, on stdout or into a file. Resolves to the exit code. */
export async function report(folders: readonly string[], options: ReportOptions): Promise<number> {
  const { format, out } = options;
  const { adjustments, late, submitted, extensions, groups } = options;
  if (out !== undefined)
    await refuseOverwriting(
      out,
      folders,
      [adjustments, late, submitted, extensions, groups].filter((file) => file !== undefined),
    );
  const steps = await stepsOf(options);
  const { results, batches, warnings } = await collectResults(folders);
  for (const warning of warnings) console.error(`${paintFor(process.stderr).yellow("warning")}: ${warning}`);
  const entries = gradebook(results, steps, batches);
  requireWholeScores(format, entries);
  const text = await makeReport(format, entries, paintFor(out === undefined ? process.stdout : {}, out === undefined ? process.env : {}));
  if (out === undefined) {
    process.stdout.write(text);
    return 0;
  }
  await writeReport(out, text);
  console.log(`${results.length} ${results.length === 1 ? "result" : "results"} in ${oneLine(out)}`);
  return 0;
}

/** What is done to results before they are reported, in this order: appeals are about points as judged, and groups share what is left. */
async function stepsOf({ adjustments, late, submitted, extensions, groups, outOf: most }: ReportOptions): Promise<Step[]> {
  if (late === undefined && (submitted ?? extensions) !== undefined)
    throw new WiregradeError("USAGE", "--submitted and --extensions are about --late, which is not given");
  const steps: Step[] = [];
  if (adjustments !== undefined) steps.push(await adjustmentsFrom(adjustments));
  if (late !== undefined) {
    if (submitted === undefined) throw new WiregradeError("USAGE", "--late needs --submitted, a table of when each submission came");
    steps.push(await latenessFrom({ policy: late, submitted, extensions }));
  }
  if (most !== undefined) steps.push(outOf(most));
  if (groups !== undefined) steps.push(await groupsFrom(groups));
  return steps;
}
