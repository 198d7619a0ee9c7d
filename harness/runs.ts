import { join } from "node:path";
import type { Job } from "./batch/job.js";
import { viewValidator } from "./judge/validate-view.js";
import type { Verdict } from "./judge/verdict.js";
import { judgedRun } from "./lab/judging.js";
import type { Lab } from "./lab/load-lab.js";
import { shrinkFailure } from "./lab/shrink-failure.js";
import type { Sandbox } from "./process/isolation.js";
import type { RunSummary } from "./score/result.js";
import type { Manifest } from "./submission/manifest.js";
import type { Transcript } from "./transcript/events.js";
import { Recorder } from "./transcript/recorder.js";
import type { CutPlan } from "./world/cutting.js";
import { playRun, runName, type RunPlan } from "./world/play-run.js";
import { RUN_LIMITS } from "./world/spawned-student.js";

/** Recorded runs of one submission: as planned, again where one was spoilt, and with fewer cuts where one failed. */

/** What all runs of one submission share. */
export interface RunContext {
  job: Job;
  lab: Lab;
  digest: string;
  manifest: Manifest;
  built: string;
  /** How much that is, bytes: what a program may write to disk comes on top. */
  builtBytes: number;
  sandbox: Sandbox;
  /** What may be left in its scratch folder by all runs together, bytes. */
  room: { bytes: number };
}

/** How many times longer the waits of a repeated run are. */
export const LONGER = 3;

/** A run with the places where what was sent was cut. */
export interface Recorded {
  transcript: Transcript;
  cuts: CutPlan;
}

/** A run that counts, with the places where what was sent was cut. */
export interface PlayedRun {
  plan: RunPlan;
  cuts: CutPlan;
  summary: RunSummary;
}

/** How a run differs from its plan: longer waits, or cuts in place of the mode's. */
interface Variation {
  patience?: number;
  cuts?: CutPlan;
  /** Whether its transcript is kept. */
  unkept?: boolean;
}

let count = 0;

/** Plays a run and records it. */
export async function recordRun(
  plan: RunPlan,
  { job, lab, digest, manifest, built, builtBytes, sandbox, room }: RunContext,
  { unkept = false, ...variation }: Variation = {},
): Promise<Recorded> {
  const { scenario, trial } = plan;
  const mode = variation.cuts === undefined ? plan.mode : SMALLEST;
  const name = runName({ scenario, mode, trial });
  const recorder = new Recorder(
    {
      type: "head",
      version: 1,
      lab: lab.name,
      scenario: scenario.name,
      scenarioDigest: lab.scenarios.get(scenario.name)?.digest ?? "",
      role: scenario.role,
      mode,
      trial,
      seed: job.seed,
      submission: { name: job.name, digest },
      startedAt: new Date().toISOString(),
    },
    job.transcripts === null || unkept ? null : join(job.transcripts, `${name}.jsonl`),
  );
  const end = await playRun({
    ...plan,
    seed: job.seed,
    built,
    // A run that is played again has a folder of its own. Where only a user id keeps programs apart, none sees what another one left.
    root: join(job.scratch, `${name}.${++count}`),
    ...(sandbox.level === "user" ? {} : { room }),
    pipes: job.scratch,
    commands: manifest.commands,
    sandbox,
    limits: { ...RUN_LIMITS, diskBytes: RUN_LIMITS.diskBytes + builtBytes },
    emit: recorder.emit,
    ...variation,
  });
  return { transcript: await recorder.finish(end.outcome, end.reason), cuts: end.cuts };
}

/** Stands for a mode in the name of a run that is cut in as few places as still fail. */
const SMALLEST = "smallest";
/** How long failures are shrunk in all, ms: a student waits for it. */
const SHRINKING_MS = 20_000;

/** Whether anything was cut in this run. */
export function isCut(run: PlayedRun | undefined): boolean {
  return run?.cuts.some((offsets) => offsets.length > 0) === true;
}

/** Failures that came with cut bytes, by check, each explained by the smallest cut that still fails. */
export async function shrinkFailures(failures: readonly Verdict[], played: ReadonlyMap<string, PlayedRun>, context: RunContext): Promise<Map<string, Verdict>> {
  const { lab } = context;
  const until = performance.now() + SHRINKING_MS;
  const validate = viewValidator(lab.viewSchema);
  const shrunk = new Map<string, Verdict>();
  for (const verdict of failures) {
    const check = lab.checks.find(({ id }) => id === verdict.check);
    const run = played.get(verdict.cause?.run ?? "");
    if (check === undefined || run === undefined) continue;
    const play = async (cuts: CutPlan, final: boolean) =>
      judgedRun(lab, (await recordRun(run.plan, context, { cuts, unkept: !final, patience: final ? 1 : SHORTER })).transcript, validate);
    const cause = await shrinkFailure(check, run.cuts, play, lab.viewSchema, () => performance.now() < until);
    shrunk.set(check.id, cause === null ? verdict : { ...verdict, cause });
  }
  return shrunk;
}

/** Waits of a run that only looks for a smaller cut: the one that is shown has all the time again. */
const SHORTER = 0.5;
