import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { readBatchState, writeBatchState } from "../batch/batch-state.js";
import { lockFolder } from "../batch/lock.js";
import { overviewEntry, writeOverview, type BatchSummary } from "../batch/overview.js";
import { findGaps } from "../batch/gaps.js";
import { damagedResults, readSoundResults, readTranscripts, resultFolder } from "../batch/results-folder.js";
import { replaceResult } from "../batch/store-result.js";
import { loadLab, type Lab } from "../lab/load-lab.js";
import { rejudge } from "../pipeline.js";
import { paintFor, type Paint } from "../report/paint.js";
import type { Result } from "../score/result.js";
import { shellWord } from "../text/shell-word.js";
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
  // Before anything is read: what another process stores meanwhile would be overwritten.
  using _ = options.write ? await lockAll(outs) : null;
  const stored = await Promise.all(outs.map(async (out) => ({ out, ...(await readSoundResults(out)) })));
  const damaged = stored.flatMap((one) => one.damaged);
  if (damaged.length > 0) throw await damagedResults(damaged);
  const labs = new Map<string, Lab>();
  const paint = paintFor(process.stdout);
  const all: Rejudged[] = [];
  const stale: Stale[] = [];
  for (const { out, results } of stored) {
    const rejudged = await regradeFolder(out, results, labs, options, paint);
    all.push(...rejudged.results);
    stale.push(...rejudged.stale);
  }
  const gaps = await findGaps(new Map(stored.map(({ out, results }) => [out, results])));
  for (const gap of gaps) console.error(`${paintFor(process.stderr).yellow("warning")}: ${gap}`);
  const rubric = rubricChanges(all);
  if (rubric !== "") console.log(`rubric: ${rubric}`);
  for (const one of all) {
    const changes = options.verbose ? verdictChanges(one) : [];
    if (hasNewScore(one)) console.log(paint.bold(scoreChange(one)));
    else if (changes.length > 0) console.log(`${paint.bold(oneLine(one.after.submission.name, 60))}: the same score`);
    for (const change of changes) console.log(`  ${change}`);
  }
  console.log(`${summary(all, options)}${stale.length === 0 ? "" : `; ${stale.length} stale`}`);
  for (const line of await waysAgain(stale, labs)) console.log(line);
  return stale.length > 0 ? 3 : 0;
}

/** A result that had to stand as it is. */
interface Stale {
  out: string;
  result: Result;
}

/** More than any path has, so that a command that is shown is whole. */
const PATH_LENGTH = 5000;

/**
 * How those are graded again that are stale, a line for each folder: what is complete is graded again only if its result is not there, and none
 * with another lab than the batch was started with.
 */
async function waysAgain(stale: readonly Stale[], labs: ReadonlyMap<string, Lab>): Promise<string[]> {
  return await Promise.all([...new Set(stale.map(({ out }) => out))].map(async (out) => await wayAgain(out, stale, labs)));
}

async function wayAgain(out: string, stale: readonly Stale[], labs: ReadonlyMap<string, Lab>): Promise<string> {
  const here = stale.filter((one) => one.out === out).map(({ result }) => result);
  const it = here.length === 1 ? "it" : "them";
  const state = await readBatchState(out).catch(() => null);
  if (state === null || state.labDigest !== labs.get(state.lab)?.digest)
    return `grade ${it} again in a new batch, with another --out${state === null ? "" : ": the lab has changed since this one was started"}`;
  const whole = here.filter(({ complete }) => complete).map(({ submission }) => shellWord(join(resultFolder(out, submission.name), "result.json")));
  const removal = whole.length === 0 ? "" : `rm ${whole.map((file) => oneLine(file, PATH_LENGTH)).join(" ")}; `;
  return `grade ${it} again with: ${removal}npx wiregrade grade ${state.lab} --out ${oneLine(shellWord(out), PATH_LENGTH)} --resume`;
}

async function lockAll(outs: readonly string[]): Promise<Disposable> {
  const locks: Disposable[] = [];
  const release = () => locks.forEach((lock) => lock[Symbol.dispose]());
  try {
    for (const out of outs) locks.push(await lockFolder(out));
  } catch (error) {
    release();
    throw error;
  }
  return { [Symbol.dispose]: release };
}

/** What judging the transcripts of one folder again comes to, and how many results have to stand as they are. */
async function regradeFolder(
  out: string,
  stored: readonly Result[],
  labs: Map<string, Lab>,
  { write }: RegradeOptions,
  paint: Paint,
): Promise<{ results: Rejudged[]; stale: Stale[] }> {
  const results: Rejudged[] = [];
  const all: Result[] = [];
  const stale: Stale[] = [];
  for (const before of stored) {
    const lab = labs.get(before.lab) ?? (await loadLab(before.lab, { hidden: true }));
    labs.set(before.lab, lab);
    const rejudged = rejudge(lab, before, await readTranscripts(out, before));
    all.push(rejudged.result);
    if (rejudged.stale === null) {
      results.push({ before, after: rejudged.result });
      continue;
    }
    stale.push({ out, result: before });
    console.log(`${paint.magenta("stale")} ${oneLine(before.submission.name, 60)}: ${rejudged.stale}; left as it is`);
  }
  const lab = labs.get(all[0]?.lab ?? "");
  if (!write || lab === undefined) return { results, stale };
  for (const { after } of results) await replaceResult(out, after);
  await describe(out, all, results, lab);
  return { results, stale };
}

/** Writes what tells of all results of a folder. */
async function describe(out: string, all: readonly Result[], results: readonly Rejudged[], lab: Lab): Promise<void> {
  const told = JSON.parse(await readFile(join(out, "summary.json"), "utf8").catch(() => "{}")) as Partial<BatchSummary>;
  await writeOverview(out, all.map(overviewEntry), {
    ...{ lab: lab.name, labDigest: lab.digest },
    ...{ seed: told.seed ?? "", startedAt: told.startedAt ?? "", durationMs: told.durationMs ?? 0 },
  });
  // All that is done is as if it had been graded with today's lab: so may the rest be, and what comes late.
  const isToday = all.every(({ complete, labDigest }) => !complete || labDigest === lab.digest);
  if (!existsSync(join(out, "batch.json"))) return;
  const state = await readBatchState(out);
  const isOther = results.some(({ before: { labDigest } }) => labDigest !== lab.digest);
  await writeBatchState(out, { ...state, ...(isToday ? { labDigest: lab.digest } : {}), ...(isOther ? { judgedAgain: true } : {}) });
}
