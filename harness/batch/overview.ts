import { join } from "node:path";
import { briefBuild } from "../report/build-failure.js";
import { gradesCsv, type GradesRow } from "../report/csv.js";
import { inertResults } from "../report/inert-results.js";
import { noteOf } from "../report/result-line.js";
import type { Result } from "../score/result.js";
import type { BatchState } from "./batch-state.js";
import { readStored } from "./results-folder.js";
import { writeAtomically } from "./write-once.js";

/** What a batch came to: summary.json. */
export interface BatchSummary {
  version: 1;
  lab: string;
  seed: string;
  labDigest: string;
  startedAt: string;
  /** Of the last session alone, if the batch was resumed. */
  durationMs: number;
  submissions: { name: string; score: number; maxScore: number; bonus: number; complete: boolean; note: string }[];
}

/** What is kept of a result for the overview: thousands of whole ones would not fit into memory. */
export interface OverviewEntry extends GradesRow {
  labDigest: string;
  note: string;
}

export function overviewEntry(result: Result): OverviewEntry {
  const { submission, labDigest, score, maxScore, bonus, complete, fault, missing } = result;
  const verdicts = result.verdicts.map(({ check, status, points }) => ({ check, status, points }));
  return {
    submission,
    labDigest,
    score,
    maxScore,
    bonus,
    complete,
    fault,
    missing,
    build: briefBuild(result.build),
    verdicts,
    note: noteOf(result),
  };
}

/** What is stored of a batch, in the order of its submissions, read one by one. */
export async function storedEntries(out: string, { submissions }: Pick<BatchState, "submissions">): Promise<OverviewEntry[]> {
  const entries: OverviewEntry[] = [];
  for (const { name } of submissions) {
    const result = await readStored(out, name);
    if (result !== null) entries.push(overviewEntry(result));
  }
  return entries;
}

/** Writes grades.csv and summary.json. */
export async function writeOverview(
  out: string,
  entries: readonly OverviewEntry[],
  about: Pick<BatchSummary, "lab" | "labDigest" | "seed" | "startedAt" | "durationMs">,
): Promise<void> {
  const { lab, labDigest, seed, startedAt, durationMs } = about;
  const submissions = entries.map(({ submission, score, maxScore, bonus, complete, note }) => ({
    name: submission.name,
    score,
    maxScore,
    bonus,
    complete,
    note,
  }));
  const summary: BatchSummary = { version: 1, lab, labDigest, seed, startedAt, durationMs, submissions };
  await writeAtomically(join(out, "grades.csv"), gradesCsv(inertResults(entries)));
  await writeAtomically(join(out, "summary.json"), `${JSON.stringify(summary, null, 2)}\n`);
}
