import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import pLimit from "p-limit";
import type { Job, WorkerMessage } from "./batch/job.js";
import { WiregradeError } from "./errors.js";
import { judgeAll } from "./judge/judge-all.js";
import type { JudgedRun } from "./judge/judged-run.js";
import { viewValidator } from "./judge/validate-view.js";
import type { Verdict } from "./judge/verdict.js";
import { judgedRun, Judging } from "./lab/judging.js";
import { loadLab, type Lab } from "./lab/load-lab.js";
import { checksWithPrerequisites, planRuns, unhostableScenarios } from "./lab/plan.js";
import { BUILD_LIMITS, runBuild } from "./process/build.js";
import { parseCommand } from "./process/command.js";
import { bringTools } from "./process/bring-tools.js";
import { runFolders, type RunFolders } from "./process/environment.js";
import { sandboxFor, type Sandbox } from "./process/isolation.js";
import { weighBuild } from "./process/weigh-build.js";
import { missingProgram } from "./process/find-program.js";
import { isCut, LONGER, recordRun, shrinkFailures, type PlayedRun, type Recorded, type RunContext } from "./runs.js";
import { absentRoles, isUngraded, makeResult } from "./score/make-result.js";
import type { Result, RunSummary } from "./score/result.js";
import { isUnhosted } from "./score/score.js";
import { copySubmission, digestSubmission } from "./submission/files.js";
import { readManifest, type Manifest } from "./submission/manifest.js";
import { oneLine } from "./text/visible.js";
import type { Transcript } from "./transcript/events.js";
import { spoiltBy } from "./transcript/spoilt.js";
import { runName, type RunPlan } from "./world/play-run.js";
import type { Scenario } from "./world/scenario.js";

/**
 * The one way through the house: submission, process, world, transcript, view, verdicts, score. The only file that knows
 * every stage; reports are made of what it returns.
 */

/** How much runs may leave in the scratch folder until the end. */
const ROOM_BYTES = 128 << 20;

/** From a folder to a result: builds, plays all runs, records, dissects, judges and scores. `tell` hears of it as it goes. */
export async function gradeSubmission(job: Job, tell: (message: WorkerMessage) => void): Promise<Result> {
  const started = performance.now();
  const startedAt = new Date().toISOString();
  const lab = await loadLab(job.lab, { hidden: job.hidden, vetted: true });
  const manifest = await manifestOf(job, lab);
  const checks = checksWithPrerequisites(lab, job.checks);
  const digest = await digestSubmission(job.folder);
  const sandbox = sandboxFor(job.isolation, await bringTools(job.scratch));
  const built = runFolders(join(job.scratch, "build"), job.scratch);
  await Promise.all([mkdir(built.home, { recursive: true }), mkdir(built.tmp, { recursive: true }), copySubmission(job.folder, built.work)]);
  if (manifest.build !== null) tell({ type: "build-started", command: manifest.build.join(" ") });
  await sandbox.handOver(built);
  const attempted = await runBuild(manifest.build, built, sandbox, { ...BUILD_LIMITS, wallSeconds: job.buildSeconds ?? BUILD_LIMITS.wallSeconds });
  await sandbox.takeBack(built);
  const { build, bytes: builtBytes } = await weighBuild(built.work, attempted);
  tell({ type: "built", build });

  const missing = build.status === "failed" ? {} : await missingPrograms(manifest, built, sandbox);
  const stated = {
    commands: Object.fromEntries(Object.entries(manifest.commands).map(([role, words]) => [role, words.join(" ")])),
    build,
    missing,
    fault: null,
  };
  const absent = absentRoles(lab, stated);
  const plans = planRuns(
    lab,
    checks.filter((check) => !absent.has(check.role)),
    job.modes,
  );
  const unhostable = await unhostableScenarios(plans);
  const hosted = plans.filter((plan) => !unhostable.has(plan.scenario.name));
  tell({ type: "planned", runs: hosted.map(runName), checks: checks.map((check) => check.id) });

  const context: RunContext = { job, lab, digest, manifest, built: built.work, builtBytes, sandbox, room: { bytes: ROOM_BYTES } };
  const played = new Map<string, PlayedRun>();
  const shrinking: Verdict[] = [];
  const judging = new Judging(lab, checks, absent, unhostable, hosted, (verdict) => {
    if (job.shrink && verdict.cause !== null && isCut(played.get(verdict.cause.run))) shrinking.push(verdict);
    else tell({ type: "verdict", verdict });
  });
  judging.announce();
  const limit = pLimit(job.runsAtOnce);
  if (job.transcripts !== null) await mkdir(job.transcripts, { recursive: true });
  const spoilt = new Map<RunPlan, string>();
  const take = (plan: RunPlan, { transcript, cuts }: Recorded, because: string | null) => {
    const { outcome, reason, durationMs } = transcript.end;
    const summary: RunSummary = { run: runName(plan), outcome, reason, durationMs, ...(because === null ? {} : { repeated: because }) };
    played.set(summary.run, { plan, cuts, summary });
    judging.add(plan, transcript);
    tell({ type: "run-done", run: summary });
  };
  // Signs of life first: without them, most of the rest is decided. Then what takes longest.
  const first = new Set(checks.flatMap(({ requires, scenario }) => (requires.length === 0 ? [scenario] : [])));
  const rank = ({ name, slow }: Scenario) => (first.has(name) ? 0 : slow ? 1 : 2);
  await Promise.all(
    hosted
      .toSorted((a, b) => rank(a.scenario) - rank(b.scenario))
      .map((plan) =>
        limit(async () => {
          if (judging.isDecided(plan.scenario.name)) {
            judging.leaveOut(plan);
            return tell({ type: "run-left-out", run: runName(plan) });
          }
          const recorded = await recordRun(plan, context);
          const why = spoiltBy(recorded.transcript);
          if (why !== null && judging.failsIn(recorded.transcript)) spoilt.set(plan, why);
          else take(plan, recorded, null);
        }),
      ),
  );
  // What was spoilt is played once more, alone.
  for (const [plan, why] of spoilt) take(plan, await recordRun(plan, context, { patience: LONGER }), why);
  const shrunk = await shrinkFailures(shrinking, played, context);
  for (const verdict of shrunk.values()) tell({ type: "verdict", verdict });
  return makeResult({
    lab,
    verdicts: judging.verdicts().map((verdict) => shrunk.get(verdict.check) ?? verdict),
    head: { submission: { name: job.name, digest }, seed: job.seed, startedAt, isolation: job.isolation.level, ...stated },
    durationMs: Math.round(performance.now() - started),
    runs: hosted.flatMap((plan) => played.get(runName(plan))?.summary ?? []),
  });
}

/**
 * Judges stored transcripts with today's rubric and dissector: no process, no socket, no clock. `stale`: why the stored result has to stand
 * instead, one line; null if it need not. What was not graded, or of which a transcript is lost, would be judged by what happens to be there.
 */
export function rejudge(lab: Lab, stored: Result, transcripts: readonly Transcript[]): { result: Result; stale: string | null } {
  const keep = (stale: string) => ({ result: stored, stale });
  if (isUngraded(stored)) return keep(`was not graded (${oneLine(stored.problems[0]?.message ?? "for an unknown reason")})`);
  const read = new Map(transcripts.map((transcript) => [runName(transcript.head), transcript]));
  const lost = stored.runs.filter(({ run }) => !read.has(run)).map(({ run }) => run);
  if (lost.length > 0) return keep(`has no readable transcript of ${some(lost)}`);
  const validate = viewValidator(lab.viewSchema);
  const changed: string[] = [];
  const byScenario = new Map<string, JudgedRun[]>();
  for (const { run } of stored.runs) {
    const transcript = read.get(run) as Transcript;
    const { scenario, scenarioDigest } = transcript.head;
    if (lab.scenarios.get(scenario)?.digest !== scenarioDigest) changed.push(run);
    else byScenario.set(scenario, [...(byScenario.get(scenario) ?? []), judgedRun(lab, transcript, validate)]);
  }
  if (changed.length > 0) return keep(`has runs of scenarios that have changed since: ${some(changed)}`);
  const verdicts = judgeAll(lab.checks, byScenario, absentRoles(lab, stored), lab.viewSchema, unhostedThen(stored, byScenario));
  const judged = new Set(verdicts.map(({ check }) => check));
  const unplayed = lab.checks.filter(({ id }) => !judged.has(id)).map(({ scenario }) => scenario);
  if (unplayed.length > 0) return keep(`was graded without ${some([...new Set(unplayed)])}`);
  const { submission, seed, startedAt, isolation, commands, build, missing, fault, runs, durationMs } = stored;
  const head = { submission, seed, startedAt, isolation, commands, build, missing, fault };
  return { result: makeResult({ lab, verdicts, head, durationMs, runs }), stale: null };
}

/** "a.whole.1, b.whole.1, c.whole.1 and 5 more" */
function some(names: readonly string[]): string {
  return names.slice(0, 3).join(", ") + (names.length > 3 ? ` and ${names.length - 3} more` : "");
}

/** Scenarios that the machine which graded could not host, and why. */
function unhostedThen({ verdicts }: Result, played: ReadonlyMap<string, unknown>): Map<string, string> {
  return new Map(verdicts.flatMap((verdict) => (isUnhosted(verdict) && !played.has(verdict.scenario) ? [[verdict.scenario, verdict.reason ?? ""]] : [])));
}

async function manifestOf(job: Job, lab: Lab): Promise<Manifest> {
  const manifest = await readManifest(job.folder).catch((error: unknown) => {
    // Commands given for the whole batch stand in for a manifest, too.
    if (!(error instanceof WiregradeError) || error.code !== "MANIFEST_MISSING" || Object.keys(job.commands).length === 0) throw error;
    return { lab: lab.name, build: null, commands: {} };
  });
  if (manifest.lab !== lab.name)
    throw new WiregradeError("LAB_MISMATCH", `${job.folder}: is a submission for ${JSON.stringify(manifest.lab)}, not for ${JSON.stringify(lab.name)}`);
  const overrides = Object.entries(job.commands).map(([role, command]) => [role, parseCommand(command, `--command ${role}`)] as const);
  return { ...manifest, commands: { ...manifest.commands, ...Object.fromEntries(overrides) } };
}

/** Roles whose command names a program that is not there. */
async function missingPrograms(manifest: Manifest, folders: RunFolders, sandbox: Sandbox): Promise<Record<string, string>> {
  const missing: Record<string, string> = {};
  for (const [role, words] of Object.entries(manifest.commands)) {
    const why = await missingProgram(words[0] ?? "", folders.work, sandbox.lookUpPath);
    if (why !== null) missing[role] = why;
  }
  return missing;
}
