import { rmdir } from "node:fs/promises";
import { availableParallelism, loadavg } from "node:os";
import { join, resolve } from "node:path";
import { readBatchState } from "../batch/batch-state.js";
import { referenceSolution, SMALLEST_BATCH } from "../batch/canary.js";
import { findSubmissions } from "../batch/find-submissions.js";
import { closeToOthers } from "../batch/probe-isolation.js";
import { chooseIsolation, type IsolationWish } from "../batch/choose-isolation.js";
import { startBatch, type BatchEnd } from "../batch/grade-batch.js";
import { defaultJobs, runsAtOnce } from "../batch/jobs.js";
import { lockFolder } from "../batch/lock.js";
import { newBatch, resumeBatch, type BatchWishes, type OpenBatch } from "../batch/open-batch.js";
import { storedEntries, writeOverview } from "../batch/overview.js";
import { makeResultsFolder } from "../batch/results-folder.js";
import { makeScratch } from "../batch/scratch.js";
import { shardText } from "../batch/shard.js";
import { sortPaths } from "../batch/sort-paths.js";
import { WiregradeError } from "../errors.js";
import { knownRole } from "../lab/known-role.js";
import { loadLab, type Lab } from "../lab/load-lab.js";
import { parseCommand } from "../process/command.js";
import type { Level } from "../process/isolation.js";
import { paintFor } from "../report/paint.js";
import { oneLine } from "../text/visible.js";
import { BatchProgress } from "./batch-progress.js";
import { closingLines, exitCodeOf } from "./batch-report.js";
import { onInterrupt } from "./interrupt.js";

export interface GradeOptions extends BatchWishes {
  out?: string;
  jobs?: number;
  resume: boolean;
  canary: boolean;
  isolation: IsolationWish;
  exposeHidden: boolean;
}

const LIMIT_MS = 20 * 60_000;

/** `wiregrade grade <lab> [path...]`. Resolves to the exit code. */
export async function grade(labName: string, paths: readonly string[], options: GradeOptions): Promise<number> {
  const lab = await loadLab(labName, { hidden: true });
  for (const [role, command] of Object.entries(options.command ?? {})) {
    knownRole(role, lab.roles, lab.name, "--command");
    parseCommand(command, `--command ${role}`);
  }
  const shown = options.out ?? join("grades", `${lab.name}-${new Date().toISOString().replace(/[-:]|\..*/g, "")}`);
  const out = resolve(shown);
  /** Folders that were not there before, the innermost first. */
  const fresh: string[] = [];
  const found = await submissionsFor(paths, lab.name, out, options);
  if (options.resume) await requireBatch(out);
  else fresh.push(...(await makeResultsFolder(out)));
  using _ = await lockFolder(out);
  const notes: string[] = [];
  const isolate = async (stated: Level | null): Promise<Level> => {
    if (stated !== null && options.isolation !== "auto" && options.isolation !== stated)
      throw new WiregradeError("BATCH_DIFFERS", `${out}: that batch was started with --isolation ${stated}`);
    // Who resumes a batch has answered for its hidden checks when it was started.
    const chosen = await chooseIsolation(lab, stated ?? options.isolation, options.exposeHidden || stated !== null);
    notes.push(...chosen.notes);
    // The seed and everybody's results are in there. A folder that somebody else lent us stays as it is, unless only modes keep programs out.
    await closeToOthers([out]).catch((error: unknown) => {
      if (chosen.level === "user") throw error;
    });
    return chosen.level;
  };
  const batch = await (options.resume ? resumeBatch : newBatch)(out, lab, found, options, isolate).catch(async (error: unknown) => {
    // What was made for a batch that cannot be is not left behind.
    for (const folder of fresh) await rmdir(folder).catch(() => undefined);
    throw error;
  });
  const paint = paintFor(process.stderr);
  for (const note of notes) console.error(paint.yellow(note));
  return await gradeLeft(lab, batch, { ...options, shown, out });
}

async function requireBatch(out: string): Promise<void> {
  await readBatchState(out).catch((error: unknown) => {
    if (!(error instanceof WiregradeError) || error.code !== "BATCH_MISSING") throw error;
    throw new WiregradeError(error.code, error.message, { mend: "check --out; without --resume, a new batch is started there" });
  });
}

async function submissionsFor(given: readonly string[], lab: string, out: string, options: GradeOptions): ReturnType<typeof findSubmissions> {
  const { resume } = options;
  if (resume && options.out === undefined)
    throw new WiregradeError("USAGE", "--resume needs --out", { mend: "name the folder that the batch was started with" });
  const { paths, results } = await sortPaths(given, lab, out);
  for (const path of results) console.error(paintFor(process.stderr).yellow(`left out, since it holds results: ${oneLine(path)}`));
  if (resume && paths.length === 0) return [];
  if (paths.length === 0) throw new WiregradeError("USAGE", "no submission was named", { mend: "give a folder for each, or --resume" });
  return await findSubmissions(paths);
}

async function gradeLeft(lab: Lab, { state, left, mended, damaged }: OpenBatch, options: GradeOptions & { shown: string; out: string }): Promise<number> {
  const { out, shown } = options;
  await using scratch = await makeScratch(state.scratch);
  const paint = paintFor(process.stdout);
  const { jobs, why } = options.jobs === undefined ? defaultJobs(availableParallelism(), loadavg()[0] ?? 0) : { jobs: options.jobs, why: null };
  const all = state.submissions.length;
  const shard = state.shard === null ? "" : ` in shard ${shardText(state.shard)}`;
  const before = options.resume ? `, ${all - left.length} graded before${mended.length === 0 ? "" : `, ${mended.length} corrected since`}` : "";
  console.log(
    `${lab.name}: ${all} ${all === 1 ? "submission" : "submissions"}${shard}${before}, ${jobs} at once${why === null ? "" : ` (${why})`}, isolation ${state.isolation}, seed ${state.seed}`,
  );
  if (damaged.length > 0)
    console.log(
      paint.yellow(
        `${damaged.length === 1 ? "a result" : `${damaged.length} results`} could not be read, set aside as result.damaged.json, to be graded again: ${damaged.map((name) => oneLine(name, 60)).join(", ")}`,
      ),
    );
  if (left.length > 0) {
    if (!lab.hasHidden) console.log(paint.yellow("hidden checks are not here: only the visible ones are graded"));
  }

  const began = performance.now();
  const progress = new BatchProgress(process.stdout, state.submissions, left.length);
  const running = startBatch({
    ...{ lab, seed: state.seed, commands: state.commands, runsAtOnce: runsAtOnce(left.length, jobs), limitMs: LIMIT_MS, isolation: state.isolation },
    ...{ submissions: left, out, jobs, scratch: scratch.path },
    canary: options.canary && left.length >= SMALLEST_BATCH ? referenceSolution(lab) : null,
    hear: (news) => progress.hear(news),
  });
  let end: BatchEnd;
  {
    using _ = onInterrupt(running.stop);
    end = await running.done;
  }
  progress.clear();
  const entries = await storedEntries(out, state);
  const { labDigest, seed, startedAt } = state;
  await writeOverview(out, entries, { lab: lab.name, labDigest, seed, startedAt, durationMs: Math.round(performance.now() - began) });
  const sources = new Map(state.submissions.map(({ name, source }) => [name, source]));
  const { lines, errors } = closingLines({
    lab: lab.name,
    labDigest,
    shown,
    all,
    entries,
    end,
    sources,
    mends: progress.mends,
    gone: progress.gone,
    idle: left.length === 0,
  });
  for (const line of lines) console.log(line);
  for (const line of errors) console.error(`${paintFor(process.stderr).red("error")}: ${line}`);
  console.log(`results in ${shown}: grades.csv, summary.json, and a folder for each submission`);
  return exitCodeOf(end, entries);
}
