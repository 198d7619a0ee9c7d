import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Job } from "../batch/job.js";
import { startWorker } from "../batch/run-worker.js";
import { freshSeed, makeScratch } from "../batch/scratch.js";
import { WiregradeError } from "../errors.js";
import { loadLab, type Lab } from "../lab/load-lab.js";
import { paintFor } from "../report/paint.js";
import { scoreLine, verdictList } from "../report/verdict-list.js";
import type { Result } from "../score/result.js";
import { allPassed } from "../score/score.js";
import { readManifest } from "../submission/manifest.js";
import { INTERRUPTED, onInterrupt } from "./interrupt.js";
import { knownRole } from "./options.js";
import { Progress } from "./progress.js";

/** Which checks a student wants to see. */
export interface Selection {
  role?: string;
  check: string[];
  failed: boolean;
}

export interface TestOptions extends Selection {
  seed?: string;
}

/** Where a student's own runs leave their last result and transcripts, in the submission's folder; never handed in. */
const OWN_FOLDER = ".wiregrade";

export const STUDENT_RUNS_AT_ONCE = 8;

/** The ids of the checks selected, or null for all of them. */
export async function selectChecks(lab: Lab, folder: string, { role, check, failed }: Selection): Promise<string[] | null> {
  let chosen = lab.checks;
  if (role !== undefined) {
    knownRole(role, lab.roles, lab.name, "--role");
    chosen = chosen.filter((one) => one.role === role);
  }
  for (const id of check) if (!lab.checks.some((one) => one.id === id)) throw new WiregradeError("CHECK_UNKNOWN", `--check: ${lab.name} has no check ${JSON.stringify(id)}`);
  if (check.length > 0) chosen = chosen.filter((one) => check.includes(one.id));
  if (failed) {
    const last = await lastVerdicts(folder);
    chosen = chosen.filter((one) => last.get(one.id) !== "pass");
  }
  return chosen.length === lab.checks.length ? null : chosen.map((one) => one.id);
}

/** The outcome of each check when it was last judged. */
async function lastVerdicts(folder: string): Promise<Map<string, string>> {
  const file = join(folder, OWN_FOLDER, "last.json");
  try {
    return new Map(Object.entries(JSON.parse(await readFile(file, "utf8")) as Record<string, string>));
  } catch {
    throw new WiregradeError("NO_LAST_RUN", `--failed: ${file} does not tell how the last run went`);
  }
}

/** Remembers the outcome of each check for `--failed`; checks that were not run keep what they had. */
export async function rememberVerdicts(folder: string, verdicts: readonly { check: string; status: string }[]): Promise<void> {
  const before = await lastVerdicts(folder).catch(() => new Map<string, string>());
  for (const { check, status } of verdicts) before.set(check, status);
  await mkdir(join(folder, OWN_FOLDER), { recursive: true });
  await writeFile(join(folder, OWN_FOLDER, "last.json"), `${JSON.stringify(Object.fromEntries(before), null, 2)}\n`);
}

/** The job of a student's own run. */
export async function studentJob(folder: string, lab: string, checks: string[] | null, seed: string, scratch: string): Promise<Job> {
  const transcripts = join(folder, OWN_FOLDER, "transcripts");
  await rm(transcripts, { recursive: true, force: true });
  return { lab, folder, name: "yours", seed, hidden: false, checks, commands: {}, transcripts, scratch: join(scratch, "run"), runsAtOnce: STUDENT_RUNS_AT_ONCE };
}

/** `wiregrade test [folder]`: a student's own run, without jest. Resolves to the exit code. */
export async function test(path: string, options: TestOptions): Promise<number> {
  const folder = resolve(path);
  const manifest = await readManifest(folder);
  const lab = await loadLab(manifest.lab, { hidden: false });
  const checks = await selectChecks(lab, folder, options);
  const paint = paintFor(process.stdout);
  if (checks?.length === 0) {
    console.log(options.failed ? "nothing failed last time" : "no check is both of that role and of that name");
    return 0;
  }
  const seed = options.seed ?? freshSeed();
  await using scratch = await makeScratch();
  const progress = new Progress(process.stderr);
  let planned = 0;
  let done = 0;
  const worker = startWorker(await studentJob(folder, lab.name, checks, seed, scratch.path), (message) => {
    if (message.type === "build-started") progress.show(`building: ${message.command}`);
    if (message.type === "planned") planned = message.runs.length;
    if (message.type === "run-done") done++;
    if (planned > 0) progress.show(`scenarios: ${done} of ${planned}`);
  });
  let interrupted = false;
  using _ = onInterrupt(() => {
    interrupted = true;
    worker.stop();
  });
  let result: Result;
  try {
    result = await worker.result;
  } catch (error) {
    if (interrupted) return INTERRUPTED;
    throw error;
  } finally {
    progress.clear();
  }
  await rememberVerdicts(folder, result.verdicts);
  console.log(`${paint.bold(lab.name)}: ${lab.title}`);
  for (const line of verdictList(result.verdicts, paint)) console.log(line);
  console.log(`\n${scoreLine(result, checks === null ? lab.hiddenPoints : 0, paint)}`);
  console.log(paint.dim(`seed ${seed}; what went over the wire is in ${join(path, OWN_FOLDER, "transcripts")}`));
  if (!result.complete) return 3;
  return allPassed(result.verdicts) ? 0 : 1;
}
