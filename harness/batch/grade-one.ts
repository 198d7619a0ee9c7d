import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { errorMessage, WiregradeError } from "../errors.js";
import type { Lab } from "../lab/load-lab.js";
import type { Result } from "../score/result.js";
import { ORDINARY_JOB } from "./job.js";
import type { Level } from "../process/isolation.js";
import { failedAttempt } from "./failed-attempt.js";
import type { Submission } from "./find-submissions.js";
import { openSubmission, sourceDigest } from "./open-submission.js";
import { attemptFolder } from "./store-result.js";
import { startWorker, type RunningWorker } from "./run-worker.js";

/** How a batch grades each of its submissions. */
export interface Grading {
  lab: Lab;
  seed: string;
  commands: Record<string, string>;
  /** Runs of one submission at the same time. */
  runsAtOnce: number;
  isolation: Level;
  /** Wall time of one submission; what takes longer is killed, ms. */
  limitMs: number;
}

/** What one attempt at a submission came to. */
export interface Attempt {
  result: Result;
  /** Why it could not be graded: bad input of its own (exit 2), or our fault (exit 3). */
  error: WiregradeError | null;
}

/** Grades one submission. `folder` gets its transcripts, `scratch` is an absent folder, and `running` holds the worker while it is at work. */
export type GradeOne = (grading: Grading, submission: Submission, folder: string, scratch: string, running: Set<RunningWorker>) => Promise<Attempt>;

/** By a worker of its own. Whatever becomes of the worker, there is a result; where nothing was judged, every check of it is in error. */
export const gradeByWorker: GradeOne = async (grading, submission, folder, scratch, running) => {
  const { lab, seed, commands, runsAtOnce, limitMs, isolation } = grading;
  const { name } = submission;
  const transcripts = attemptFolder(folder);
  await rm(transcripts, { recursive: true, force: true });
  const startedAt = new Date().toISOString();
  let worker: RunningWorker | null = null;
  let source: string | null = null;
  try {
    source = await openSubmission(submission, lab.name, `${scratch}-source`);
    worker = startWorker(
      {
        ...ORDINARY_JOB,
        ...{ lab: lab.name, folder: source, name, seed, commands, transcripts, scratch, runsAtOnce, isolation: { level: isolation, uid: null } },
      },
      () => undefined,
      limitMs,
    );
    running.add(worker);
    return { result: await worker.result, error: null };
  } catch (thrown) {
    const error = thrown instanceof WiregradeError ? thrown : new WiregradeError("HARNESS_FAULT", errorMessage(thrown), { cause: thrown });
    // What could not be opened is named itself, without all that is above it.
    const places = source === null ? [dirname(submission.source)] : [join(scratch, "submission"), source];
    const digest = async () => await sourceDigest(submission, lab.name, `${scratch}-mended`);
    return { result: await failedAttempt(lab, { name, seed, startedAt, isolation }, error, places, digest), error };
  } finally {
    if (worker !== null) running.delete(worker);
    await rm(`${scratch}-source`, { recursive: true, force: true });
  }
};
