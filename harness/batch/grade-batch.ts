import { join } from "node:path";
import { inWords, WiregradeError } from "../errors.js";
import type { Result } from "../score/result.js";
import { canaryFolder, makeCanary } from "./canary.js";
import type { Submission } from "./find-submissions.js";
import { gradeByWorker, type GradeOne, type Grading } from "./grade-one.js";
import { resultFolder } from "./results-folder.js";
import type { RunningWorker } from "./run-worker.js";
import { setAsideUnconfirmed } from "./set-aside.js";
import { discardAttempt, storeAttempt } from "./store-result.js";

export interface BatchOptions extends Grading {
  /** What is left to grade. */
  submissions: readonly Submission[];
  out: string;
  /** Submissions graded at the same time. */
  jobs: number;
  scratch: string;
  /** The folder of a solution that earns all points on a fit machine; null: do without. */
  canary: string | null;
  hear: (news: BatchNews) => void;
}

/** What a batch tells as it goes. */
export type BatchNews =
  /** `name` null: the reference solution. */
  | { type: "started"; name: string | null }
  | { type: "canary"; result: Result }
  /** The result is stored; `again`: what is stored after a second attempt, alone. */
  | { type: "stored"; result: Result; error: WiregradeError | null; again: boolean }
  /** So many submissions were not judged completely, and are graded once more. */
  | { type: "again"; count: number };

/** Why a batch ended before its end; null: it did not. */
export type BatchEnd = "interrupted" | WiregradeError | null;

/** Grades submissions, each by a worker of its own, and stores each result as soon as it is there. */
export function startBatch(options: BatchOptions, gradeOne: GradeOne = gradeByWorker): { done: Promise<BatchEnd>; stop: () => void } {
  const { out, hear } = options;
  const running = new Set<RunningWorker>();
  const queue = [...options.submissions];
  const incomplete: Submission[] = [];
  /** Whether anything was graded since the canary last began. */
  let unconfirmed = false;
  /** Whether it was found that the machine takes points silently. */
  let doubtful = false;
  let attempts = 0;
  let ended: BatchEnd = null;
  // A function, since it changes behind every `await`.
  const isOver = () => ended !== null;

  function end(why: BatchEnd): void {
    ended ??= why;
    for (const worker of running) worker.stop();
  }

  const canary = makeCanary(async () => {
    const name = `${new Date().toISOString().replace(/[-:]|\..*/g, "")}-${++attempts}`;
    const folder = join(canaryFolder(out), name);
    const source = options.canary as string;
    hear({ type: "started", name: null });
    const { result } = await gradeOne({ ...options, commands: {} }, { name, source }, folder, join(options.scratch, name), running);
    if (isOver()) {
      await discardAttempt(folder);
      return null;
    }
    await storeAttempt(folder, result);
    hear({ type: "canary", result });
    return result;
  });

  async function singCanary(): Promise<void> {
    if (options.canary === null || isOver()) return;
    unconfirmed = false;
    const wrong = await canary.sing();
    if (wrong === null) return;
    doubtful = wrong.silently;
    end(new WiregradeError("MACHINE_UNFIT", `this machine is not fit to grade now: the reference solution ${wrong.what}`));
  }

  async function grade(submission: Submission, again: boolean): Promise<void> {
    const folder = resultFolder(out, submission.name);
    hear({ type: "started", name: submission.name });
    const { result, error } = await gradeOne(options, submission, folder, join(options.scratch, String(++attempts)), running);
    if (!isOver() && result.labDigest !== options.lab.digest)
      end(new WiregradeError("LAB_CHANGED", `the lab ${options.lab.name} has changed while its submissions were graded`));
    // What was recorded of a submission that was interrupted is no result.
    if (isOver()) return await discardAttempt(folder);
    const stored = await storeAttempt(folder, result);
    unconfirmed = true;
    canary.count();
    if (!stored.complete && !again) incomplete.push(submission);
    hear({ type: "stored", result: stored, error: stored === result ? error : null, again });
  }

  /** One of those that grade side by side. */
  async function lane(): Promise<void> {
    while (!isOver()) {
      if (options.canary !== null && canary.isDue()) await singCanary();
      const next = isOver() ? undefined : queue.shift();
      if (next === undefined) return;
      await grade(next, false);
    }
  }

  async function gradeAll(): Promise<void> {
    if (queue.length === 0) return;
    await singCanary();
    await Promise.all(Array.from({ length: options.jobs }, () => lane().catch(fail)));
    if (incomplete.length > 0 && !isOver()) hear({ type: "again", count: incomplete.length });
    for (const submission of incomplete) if (!isOver()) await grade(submission, true);
    if (unconfirmed) await singCanary();
  }

  /** Ends the batch. Nothing that can go wrong here is a submission's: a full disk, most likely. */
  function fail(error: unknown): void {
    const mend = "make room, then go on with --resume";
    end(error instanceof WiregradeError ? error : new WiregradeError("OUT_UNWRITABLE", `${out}: ${inWords(error)}`, { mend }));
  }

  async function conclude(): Promise<BatchEnd> {
    const why: BatchEnd = ended;
    const aside = doubtful ? await setAsideUnconfirmed(out) : 0;
    if (!(why instanceof WiregradeError) || aside === 0) return why;
    return new WiregradeError(why.code, `${why.message}; what was graded since it last was fit is set aside (${aside})`);
  }

  return { done: gradeAll().catch(fail).then(conclude), stop: () => end("interrupted") };
}
