import { lockFolder } from "../batch/lock.js";
import { overviewEntry, writeOverview, type BatchSummary } from "../batch/overview.js";
import { readResults, readTranscripts } from "../batch/results-folder.js";
import { replaceResult } from "../batch/store-result.js";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { loadLab, type Lab } from "../lab/load-lab.js";
import { rejudge } from "../pipeline.js";
import { paintFor } from "../report/paint.js";
import type { Result } from "../score/result.js";
import { oneLine } from "../text/visible.js";

/** What regrading changes in one check, as a phrase, or null. */
function changeOf(before: Result["verdicts"][number] | undefined, after: Result["verdicts"][number]): string | null {
  if (before === undefined) return `new check ${after.check}: ${after.status}, ${after.points}/${after.maxPoints}`;
  if (before.status !== after.status) return `${after.check}: ${before.status} -> ${after.status}${after.cause === null ? "" : ` (${after.cause.message})`}`;
  if (before.points !== after.points || before.maxPoints !== after.maxPoints)
    return `${after.check}: ${before.points}/${before.maxPoints} -> ${after.points}/${after.maxPoints} points`;
  return null;
}

/** `wiregrade regrade <folder>`: judges stored transcripts again and prints which scores would change, and why. Resolves to the exit code. */
export async function regrade(path: string, { write }: { write: boolean }): Promise<number> {
  const out = resolve(path);
  const results = await readResults(out);
  using _ = write ? await lockFolder(out) : null;
  const labs = new Map<string, Lab>();
  const paint = paintFor(process.stdout);
  const fresh: Result[] = [];
  let changed = 0;
  let staleRuns = 0;
  for (const stored of results) {
    const lab = labs.get(stored.lab) ?? (await loadLab(stored.lab, { hidden: true }));
    labs.set(stored.lab, lab);
    const { result, stale } = rejudge(lab, stored, await readTranscripts(out, stored.submission.name));
    const name = oneLine(stored.submission.name, 60);
    if (stale.length > 0) {
      staleRuns += stale.length;
      fresh.push(stored);
      console.log(
        `${paint.magenta("stale")} ${name}: ${stale.length} ${stale.length === 1 ? "run" : "runs"} of scenarios that have changed since (${stale.slice(0, 3).join(", ")}); grade it again`,
      );
      continue;
    }
    fresh.push(result);
    const byId = new Map(stored.verdicts.map((verdict) => [verdict.check, verdict]));
    const gone = stored.verdicts
      .filter((verdict) => !result.verdicts.some((one) => one.check === verdict.check))
      .map((verdict) => `${verdict.check}: is no longer in the rubric`);
    const changes = [...result.verdicts.flatMap((verdict) => changeOf(byId.get(verdict.check), verdict) ?? []), ...gone];
    if (changes.length === 0 && stored.score === result.score) continue;
    changed++;
    const scores =
      stored.score === result.score && stored.maxScore === result.maxScore
        ? `${stored.score}/${stored.maxScore} as before`
        : `${stored.score}/${stored.maxScore} -> ${result.score}/${result.maxScore}`;
    console.log(`${paint.bold(name)}: ${scores}`);
    for (const change of changes) console.log(`  ${change}`);
  }
  if (write) {
    for (const result of fresh) await replaceResult(out, result);
    const summary = JSON.parse(await readFile(join(out, "summary.json"), "utf8").catch(() => "{}")) as Partial<BatchSummary>;
    const [lab] = labs.values();
    if (lab !== undefined)
      await writeOverview(out, fresh.map(overviewEntry), {
        ...{ lab: lab.name, labDigest: lab.digest },
        ...{ seed: summary.seed ?? "", startedAt: summary.startedAt ?? "", durationMs: summary.durationMs ?? 0 },
      });
  }
  const verb = write ? "changed" : "would change";
  console.log(
    changed === 0
      ? `no difference in ${results.length} ${results.length === 1 ? "result" : "results"}`
      : `${changed} of ${results.length} results ${verb}${write ? "" : "; --write stores them"}`,
  );
  return staleRuns > 0 ? 3 : 0;
}
