import { stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { startBatch, type Submission } from "../batch/grade-batch.js";
import { claimResultsFolder, writeAtomically, type BatchSummary } from "../batch/results-folder.js";
import { freshSeed, makeScratch } from "../batch/scratch.js";
import { WiregradeError } from "../errors.js";
import { knownRole } from "../lab/known-role.js";
import { loadLab, type Lab } from "../lab/load-lab.js";
import { parseCommand } from "../process/command.js";
import { gradesCsv } from "../report/csv.js";
import { paintFor, type Paint } from "../report/paint.js";
import { brokenResult, unstartedResult } from "../score/make-result.js";
import type { Result } from "../score/result.js";
import { oneLine } from "../text/visible.js";
import { INTERRUPTED, onInterrupt } from "./interrupt.js";
import { cores } from "./options.js";
import { duration, Progress } from "./progress.js";

export interface GradeOptions {
  out?: string;
  jobs?: number;
  seed?: string;
  command?: Record<string, string>;
}

const RUNS_AT_ONCE = 4;

/** `wiregrade grade <lab> <path...>`. Resolves to the exit code. */
export async function grade(labName: string, paths: readonly string[], options: GradeOptions): Promise<number> {
  const lab = await loadLab(labName, { hidden: true });
  for (const [role, command] of Object.entries(options.command ?? {})) {
    knownRole(role, lab.roles, lab.name, "--command");
    parseCommand(command, `--command ${role}`);
  }
  const submissions = await submissionsAt(paths);
  const jobs = options.jobs ?? cores;
  const startedAt = new Date();
  const out = resolve(options.out ?? join("grades", `${lab.name}-${startedAt.toISOString().replace(/[-:]|\..*/g, "")}`));
  await claimResultsFolder(out);
  const seed = options.seed ?? freshSeed();
  await using scratch = await makeScratch();
  const paint = paintFor(process.stdout);
  const progress = new Progress(process.stdout);
  console.log(`${lab.name}: ${submissions.length} ${submissions.length === 1 ? "submission" : "submissions"}, ${jobs} at once, seed ${seed}`);
  console.log(paint.yellow(`isolation: process. Submissions can read what you can, the hidden checks too: grade only those that you trust so far.`));
  if (!lab.hasHidden) console.log(paint.yellow("hidden checks are not here: only the visible ones are graded"));

  const began = performance.now();
  const width = Math.min(40, Math.max(...submissions.map(({ name }) => name.length)));
  let done = 0;
  const problems: WiregradeError[] = [];
  const batch = startBatch({
    lab: lab.name,
    submissions,
    out,
    seed,
    commands: options.command ?? {},
    jobs,
    runsAtOnce: RUNS_AT_ONCE,
    scratch: scratch.path,
    withoutResult: ({ name }, error) => {
      const head = { submission: { name, digest: "" }, seed, startedAt: new Date().toISOString(), isolation: "process" as const };
      return error.exitCode === 2 ? unstartedResult(lab, head, { stage: "manifest", message: error.message }) : brokenResult(lab, head, error.message);
    },
    hear(_submission, message) {
      if (message.type !== "stored") return;
      done++;
      if (message.error !== null) problems.push(message.error);
      progress.say(resultLine(message.result, width, paint));
      const left = ((performance.now() - began) / done) * (submissions.length - done);
      progress.show(`${done} of ${submissions.length} graded, about ${duration(left)} left`);
    },
  });
  let interrupted = false;
  using _ = onInterrupt(() => {
    interrupted = true;
    batch.stop();
  });
  const results = await batch.done;
  progress.clear();
  await writeOverview(out, lab, results, { seed, startedAt: startedAt.toISOString(), durationMs: Math.round(performance.now() - began) });
  const missing = results.flatMap((result) => Object.entries(result.missing).map(([role, why]) => `${result.submission.name}: ${role}: ${why}`));
  if (interrupted) console.log(`interrupted: ${results.length} of ${submissions.length} are graded`);
  for (const problem of problems) console.error(`${paint.red("error")}: ${oneLine(problem.message, 400)}; ${problem.mend}`);
  for (const line of missing) console.error(`${paint.red("error")}: ${oneLine(line, 400)}; correct the command, or install it`);
  console.log(`results in ${options.out ?? out}: grades.csv, summary.json, and a folder for each submission`);
  if (interrupted) return INTERRUPTED;
  if (results.some((result) => !result.complete)) return 3;
  return problems.length > 0 || missing.length > 0 ? 2 : 0;
}

/** Names by folder; each path must be a folder, and no two of the same name. */
async function submissionsAt(paths: readonly string[]): Promise<Submission[]> {
  const submissions = new Map<string, Submission>();
  for (const path of paths) {
    const folder = resolve(path);
    const kind = await stat(folder).catch(() => null);
    if (kind === null) throw new WiregradeError("PATH_MISSING", `${path}: there is no such folder`);
    if (!kind.isDirectory()) {
      console.error(`left out: ${oneLine(path)} is not a folder`);
      continue;
    }
    const name = basename(folder);
    const twin = submissions.get(name);
    if (twin !== undefined && twin.folder !== folder)
      throw new WiregradeError("DUPLICATE_NAME", `${path}: there is another submission named ${JSON.stringify(name)}`);
    submissions.set(name, { name, folder });
  }
  if (submissions.size === 0)
    throw new WiregradeError("PATH_MISSING", "there is no folder among the paths", { mend: "give folders that hold a submission's wiregrade.json" });
  return [...submissions.values()];
}

/** One submission on one line: name, score, and the first thing that is wrong with it. */
function resultLine(result: Result, width: number, paint: Paint): string {
  const name = oneLine(result.submission.name, 40).padEnd(width);
  const score = `${result.score}/${result.maxScore}`.padStart(7);
  const colour = !result.complete ? paint.magenta : result.score === result.maxScore ? paint.green : paint.yellow;
  return `${name}  ${colour(score)}${result.bonus > 0 ? ` +${result.bonus}` : ""}  ${noteOf(result)}`.trimEnd();
}

function noteOf(result: Result): string {
  if (result.problems[0] !== undefined) return `not complete: ${result.problems[0].message}`;
  if (result.fault !== null) return oneLine(result.fault.message);
  const missing = Object.values(result.missing);
  if (missing.length > 0) return oneLine(missing.join("; "));
  if (result.build.status === "failed") return `the build failed: ${oneLine(result.build.reason ?? "")}`;
  const lost = result.verdicts.filter((verdict) => verdict.status !== "pass" && verdict.level !== "beyond");
  const failed = lost.filter((verdict) => verdict.status === "fail").map((verdict) => verdict.check);
  const skipped = lost.length - failed.length;
  if (failed.length === 0) return "";
  return `fails ${failed.slice(0, 4).join(", ")}${failed.length > 4 ? ` and ${failed.length - 4} more` : ""}${skipped > 0 ? `; ${skipped} skipped for it` : ""}`;
}

/** grades.csv and summary.json of a folder of results. */
export async function writeOverview(
  out: string,
  lab: Lab,
  results: readonly Result[],
  about: Pick<BatchSummary, "seed" | "startedAt" | "durationMs">,
): Promise<void> {
  const summary: BatchSummary = {
    version: 1,
    lab: lab.name,
    labDigest: lab.digest,
    ...about,
    submissions: results.map((result) => ({
      name: result.submission.name,
      score: result.score,
      maxScore: result.maxScore,
      bonus: result.bonus,
      complete: result.complete,
      note: noteOf(result),
    })),
  };
  await writeAtomically(join(out, "grades.csv"), gradesCsv(results));
  await writeAtomically(join(out, "summary.json"), `${JSON.stringify(summary, null, 2)}\n`);
}
