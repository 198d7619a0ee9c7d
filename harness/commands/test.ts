import { appendFile } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { startWaitingWorker, startWorker, type RunningWorker } from "../batch/run-worker.js";
import type { WorkerMessage } from "../batch/job.js";
import { freshSeed, makeScratch } from "../batch/scratch.js";
import { isPacked, loadLab } from "../lab/load-lab.js";
import { annotations, stepSummary } from "../report/github-actions.js";
import { inertResults } from "../report/inert-results.js";
import { paintFor } from "../report/paint.js";
import { sourceFile } from "../report/source-file.js";
import { scoreLine, verdictList } from "../report/verdict-list.js";
import type { Result } from "../score/result.js";
import { allPassed } from "../score/score.js";
import { readManifest, type Manifest } from "../submission/manifest.js";
import { INTERRUPTED, onInterrupt } from "./interrupt.js";
import { isWhole, leftOut, OWN_FOLDER, rememberVerdicts, selectChecks, studentJob, type Selection } from "../student/own-run.js";
import { Progress } from "./progress.js";

export interface TestOptions extends Selection {
  seed?: string;
}

/** `wiregrade test [folder]`: a student's own run, without jest. Resolves to the exit code. */
export async function test(path: string, options: TestOptions): Promise<number> {
  const folder = resolve(path);
  const manifest = await readManifest(folder);
  let interrupted = false;
  let worker: RunningWorker | null = null;
  using _ = onInterrupt(() => {
    interrupted = true;
    worker?.stop();
  });
  await using scratch = await makeScratch();
  using waiting = startWaitingWorker(scratch.path);
  const lab = await loadLab(manifest.lab, { hidden: false, vetted: isPacked });
  const checks = await selectChecks(lab, folder, options);
  const paint = paintFor(process.stdout);
  if (checks?.length === 0) {
    console.log(options.failed ? "nothing failed last time" : "no check is both of that role and of that name");
    return 0;
  }
  const seed = options.seed ?? freshSeed();
  const progress = new Progress(process.stderr);
  let planned = 0;
  let done = 0;
  const hear = (message: WorkerMessage) => {
    if (message.type === "build-started") progress.show(`building: ${message.command}`);
    if (message.type === "planned") planned = message.runs.length;
    if (message.type === "run-done" || message.type === "run-left-out") done++;
    if (planned > 0) progress.show(`scenarios: ${done} of ${planned}`);
  };
  const job = await studentJob(folder, lab.name, checks, seed, scratch.path);
  if (interrupted) return INTERRUPTED;
  worker = startWorker(job, hear, Infinity, waiting);
  let result: Result;
  try {
    result = await worker.result;
  } catch (error) {
    if (interrupted) return INTERRUPTED;
    throw error;
  } finally {
    progress.clear();
  }
  [result = result] = inertResults([result]);
  await rememberVerdicts(folder, result.verdicts);
  console.log(`${paint.bold(lab.name)}: ${lab.title}`);
  for (const line of verdictList(result.verdicts, paint)) console.log(line);
  console.log(`\n${scoreLine(result, isWhole(lab, checks) ? lab.hiddenPoints : 0, paint)}`);
  const left = leftOut(lab, checks);
  if (left !== null) console.log(paint.dim(left));
  console.log(paint.dim(`seed ${seed}; what went over the wire is in ${join(path, OWN_FOLDER, "transcripts")}`));
  if (process.env["GITHUB_ACTIONS"] === "true") await tellGitHub(folder, manifest, result);
  if (!result.complete) return 3;
  const missing = Object.entries(result.missing).filter(([role]) => result.verdicts.some((verdict) => verdict.role === role));
  for (const [role, why] of missing)
    console.error(`${paintFor(process.stderr).red("error")}: ${why}; correct the command of "${role}" in wiregrade.json, or install it`);
  if (missing.length > 0) return 2;
  return allPassed(result.verdicts) ? 0 : 1;
}

/** Annotates the student's files, and writes the summary of the step, where GitHub runs us. */
async function tellGitHub(folder: string, { commands }: Manifest, result: Result): Promise<void> {
  const workspace = process.env["GITHUB_WORKSPACE"] ?? process.cwd();
  const fileOf = (role: string) => relative(workspace, join(folder, sourceFile(folder, commands[role] ?? [])));
  for (const line of annotations(result, fileOf)) console.log(line);
  const summary = process.env["GITHUB_STEP_SUMMARY"];
  if (summary !== undefined && summary !== "") await appendFile(summary, stepSummary(result));
}
