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
  // Before anything is read: what another process stores meanwhile would be overwritten.
  using _ = write ? await lockFolder(out) : null;
  const results = await readResults(out);
  const labs = new Map<string, Lab>();
  const paint = paintFor(process.stdout);
  const judged: Result[] = [];
  const overview: Result[] = [];
  let changed = 0;
  for (const stored of results) {
    const lab = labs.get(stored.lab) ?? (await loadLab(stored.lab, { hidden: true }));
    labs.set(stored.lab, lab);
    const { result, stale } = rejudge(lab, stored, await readTranscripts(out, stored));
    const name = oneLine(stored.submission.name, 60);
    overview.push(result);
    if (stale !== null) {
      console.log(`${paint.magenta("stale")} ${name}: ${stale}; left as it is, grade it again`);
      continue;
    }
    judged.push(result);
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
    for (const result of judged) await replaceResult(out, result);
    const summary = JSON.parse(await readFile(join(out, "summary.json"), "utf8").catch(() => "{}")) as Partial<BatchSummary>;
    const [lab] = labs.values();
    if (lab !== undefined)
      await writeOverview(out, overview.map(overviewEntry), {
        ...{ lab: lab.name, labDigest: lab.digest },
        ...{ seed: summary.seed ?? "", startedAt: summary.startedAt ?? "", durationMs: summary.durationMs ?? 0 },
      });
  }
  const verb = write ? "changed" : "would change";
  const left = results.length - judged.length;
  console.log(
    (changed === 0
      ? `no difference in ${judged.length} ${judged.length === 1 ? "result" : "results"}`
      : `${changed} of ${results.length} results ${verb}${write ? "" : "; --write stores them"}`) + (left === 0 ? "" : `; ${left} stale`),
  );
  return left > 0 ? 3 : 0;
}
