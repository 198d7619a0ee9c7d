import { rm } from "node:fs/promises";
import { join } from "node:path";
import pLimit from "p-limit";
import { ORDINARY_JOB } from "./job.js";
import { errorMessage, WiregradeError } from "../errors.js";
import type { Result } from "../score/result.js";
import type { WorkerMessage } from "./job.js";
import { resultFolder, storeResult, transcriptFolder } from "./results-folder.js";
import { startWorker, type RunningWorker } from "./run-worker.js";

export interface Submission {
  name: string;
  /** Absolute. */
  folder: string;
}

export interface BatchOptions {
  lab: string;
  submissions: readonly Submission[];
  out: string;
  seed: string;
  commands: Record<string, string>;
  /** Submissions graded at the same time. */
  jobs: number;
  /** Runs of one submission at the same time. */
  runsAtOnce: number;
  scratch: string;
  /** The result of a submission that could not be graded: bad input of its own (exit 2), or our fault (exit 3). */
  withoutResult: (submission: Submission, error: WiregradeError) => Result;
  hear: (submission: Submission, message: WorkerMessage | { type: "stored"; result: Result; error: WiregradeError | null }) => void;
}

/** Grades submissions, each by a worker of its own, and stores each result as soon as it is there. */
export function startBatch(options: BatchOptions): { done: Promise<Result[]>; stop: () => void } {
  const running = new Set<RunningWorker>();
  let stopped = false;
  const limit = pLimit(options.jobs);

  /** What was recorded of a submission that was interrupted is no result. */
  async function forget({ name }: Submission): Promise<null> {
    await rm(resultFolder(options.out, name), { recursive: true, force: true });
    return null;
  }

  async function gradeOne(submission: Submission, index: number): Promise<Result | null> {
    if (stopped) return null;
    const worker = startWorker(
      {
        ...ORDINARY_JOB,
        lab: options.lab,
        folder: submission.folder,
        name: submission.name,
        seed: options.seed,
        commands: options.commands,
        transcripts: transcriptFolder(options.out, submission.name),
        scratch: join(options.scratch, String(index)),
        runsAtOnce: options.runsAtOnce,
      },
      (message) => options.hear(submission, message),
    );
    running.add(worker);
    let error: WiregradeError | null = null;
    let result: Result;
    try {
      result = await worker.result;
      if (stopped) return await forget(submission);
    } catch (thrown) {
      if (stopped) return await forget(submission);
      error = thrown instanceof WiregradeError ? thrown : new WiregradeError("HARNESS_FAULT", errorMessage(thrown), { cause: thrown });
      result = options.withoutResult(submission, error);
    } finally {
      running.delete(worker);
    }
    await storeResult(options.out, result);
    options.hear(submission, { type: "stored", result, error });
    return result;
  }

  return {
    done: Promise.all(options.submissions.map((submission, index) => limit(() => gradeOne(submission, index)))).then((results) =>
      results.filter((result) => result !== null),
    ),
    stop() {
      stopped = true;
      for (const worker of running) worker.stop();
    },
  };
}
