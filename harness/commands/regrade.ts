import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { readBatchState, writeBatchState } from "../batch/batch-state.js";
import { lockFolder } from "../batch/lock.js";
import { overviewEntry, writeOverview, type BatchSummary } from "../batch/overview.js";
import { readResults, readTranscripts } from "../batch/results-folder.js";
import { replaceResult } from "../batch/store-result.js";
import { loadLab, type Lab } from "../lab/load-lab.js";
import { rejudge } from "../pipeline.js";
import { paintFor, type Paint } from "../report/paint.js";
import type { Result } from "../score/result.js";
import { oneLine } from "../text/visible.js";
import { hasNewScore, rubricChanges, scoreChange, summary, verdictChanges, type Rejudged } from "./regrade-changes.js";

export interface RegradeOptions {
  write: boolean;
  /** Whether each change of a verdict is told. */
  verbose: boolean;
}

/** `wiregrade regrade <folder...>`: judges stored transcripts again and prints which scores would change. Resolves to the exit code. */
export async function regrade(paths: readonly string[], options: RegradeOptions): Promise<number> {
  const outs = [...new Set(paths.map((path) => resolve(path)))];
  // A folder without results is told before anything is written.
  for (const out of outs) await readResults(out);
  const labs = new Map<string, Lab>();
  const paint = paintFor(process.stdout);
  const all: Rejudged[] = [];
  let stale = 0;
  for (const out of outs) {
    const rejudged = await regradeFolder(out, labs, options, paint);
    all.push(...rejudged.results);
    stale += rejudged.stale;
  }
  const rubric = rubricChanges(all);
  if (rubric !== "") console.log(`rubric: ${rubric}`);
  for (const one of all) {
    const changes = options.verbose ? verdictChanges(one) : [];
    if (hasNewScore(one)) console.log(paint.bold(scoreChange(one)));
    else if (changes.length > 0) console.log(`${paint.bold(oneLine(one.after.submission.name, 60))}: the same score`);
    for (const change of changes) console.log(`  ${change}`);
  }
  console.log(summary(all, options));
  return stale > 0 ? 3 : 0;
}

/** What judging the transcripts of one folder again comes to, and how many submissions have transcripts that cannot be. */
async function regradeFolder(out: string, labs: Map<string, Lab>, { write }: RegradeOptions, paint: Paint): Promise<{ results: Rejudged[]; stale: number }> {
  using _ = write ? await lockFolder(out) : null;
  const results: Rejudged[] = [];
  const fresh: Result[] = [];
  let stale = 0;
  for (const before of await readResults(out)) {
    const lab = labs.get(before.lab) ?? (await loadLab(before.lab, { hidden: true }));
    labs.set(before.lab, lab);
    const rejudged = rejudge(lab, before, await readTranscripts(out, before.submission.name));
    fresh.push(rejudged.stale.length > 0 ? before : rejudged.result);
    if (rejudged.stale.length === 0) {
      results.push({ before, after: rejudged.result });
      continue;
    }
    stale++;
    const runs = `${rejudged.stale.length} ${rejudged.stale.length === 1 ? "run" : "runs"}`;
    console.log(
      `${paint.magenta("stale")} ${oneLine(before.submission.name, 60)}: ${runs} of scenarios that have changed since (${rejudged.stale.slice(0, 3).join(", ")}); grade it again`,
    );
  }
  const [lab] = [...new Set(fresh.map((result) => result.lab))].map((name) => labs.get(name));
  if (write && lab !== undefined) await store(out, fresh, lab);
  return { results, stale };
}

async function store(out: string, fresh: readonly Result[], lab: Lab): Promise<void> {
  for (const result of fresh) await replaceResult(out, result);
  const before = JSON.parse(await readFile(join(out, "summary.json"), "utf8").catch(() => "{}")) as Partial<BatchSummary>;
  await writeOverview(out, fresh.map(overviewEntry), {
    ...{ lab: lab.name, labDigest: lab.digest },
    ...{ seed: before.seed ?? "", startedAt: before.startedAt ?? "", durationMs: before.durationMs ?? 0 },
  });
  // All is as if it had been graded with today's lab: so may the rest be, and what comes late.
  const isWhole = fresh.every(({ labDigest, verdicts }) => labDigest === lab.digest && verdicts.length === lab.checks.length);
  if (isWhole && existsSync(join(out, "batch.json"))) await writeBatchState(out, { ...(await readBatchState(out)), labDigest: lab.digest });
}
