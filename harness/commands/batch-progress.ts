import { isFit } from "../batch/canary.js";
import type { BatchNews } from "../batch/grade-batch.js";
import type { Submission } from "../batch/find-submissions.js";
import { paintFor, type Paint } from "../report/paint.js";
import { noteOf, resultLine } from "../report/result-line.js";
import { oneLine } from "../text/visible.js";
import { roughly, Progress } from "./progress.js";

/** A line for each submission that is graded, and on a terminal one at the bottom for the whole batch. */
export class BatchProgress {
  /** What to do about submissions that could not be graded, by name. */
  readonly mends = new Map<string, string>();
  /** Names of those that were no longer there. */
  readonly gone = new Set<string>();
  readonly #progress: Progress;
  readonly #paint: Paint;
  readonly #width: number;
  readonly #all: number;
  readonly #incomplete = new Set<string>();
  /** Since when; null: the reference solution. */
  readonly #atWork = new Map<string | null, number>();
  readonly #ticking: NodeJS.Timeout | undefined;
  #done = 0;
  #began = performance.now();

  constructor(
    stream: NodeJS.WriteStream,
    submissions: readonly Submission[],
    private readonly left: number,
  ) {
    this.#progress = new Progress(stream);
    this.#paint = paintFor(stream);
    this.#width = submissions.reduce((width, { name }) => Math.max(width, Math.min(40, name.length)), 0);
    this.#all = submissions.length;
    if (stream.isTTY) this.#ticking = setInterval(() => this.#show(), 1000).unref();
  }

  hear(news: BatchNews): void {
    this.#note(news);
    this.#show();
  }

  clear(): void {
    clearInterval(this.#ticking);
    this.#progress.clear();
  }

  #note(news: BatchNews): void {
    if (news.type === "started") {
      this.#atWork.set(news.name, performance.now());
    } else if (news.type === "canary") {
      this.#atWork.delete(null);
      const { score, maxScore } = news.result;
      const line = `the reference solution earns ${score}/${maxScore} on this machine`;
      this.#progress.say(isFit(news.result) ? this.#paint.dim(line) : this.#paint.yellow(`${line}  ${noteOf(news.result)}`));
      // The time until the first is no time of submissions.
      if (this.#done === 0) this.#began = performance.now();
    } else if (news.type === "again") {
      this.#progress.say(`${news.count} not judged completely: once more, each alone`);
    } else {
      const { result, error, again } = news;
      const { name } = result.submission;
      this.#atWork.delete(name);
      if (!again) this.#done++;
      if (result.complete) this.#incomplete.delete(name);
      else this.#incomplete.add(name);
      if (error !== null) this.mends.set(name, error.mend);
      if (error?.code === "SUBMISSION_GONE") this.gone.add(name);
      this.#progress.say(`${resultLine(result, this.#width, this.#paint)}${again ? this.#paint.dim("  (second time)") : ""}`);
    }
  }

  #show(): void {
    const now = performance.now();
    const atWork = [...this.#atWork].map(([name, since]) => ({ name, ms: now - since }));
    this.#progress.show(progressLine(this.#done, this.left, this.#all, now - this.#began, this.#incomplete.size, atWork));
  }
}

/** What is being graded: since when, in ms; `name` null: the reference solution. */
interface AtWork {
  name: string | null;
  ms: number;
}

/** One that takes longer is named. */
const LONG_MS = 60_000;
/** So few are named, and no more. */
const FEW = 2;

/**
 * "37 of 120 graded, 4.2 a minute, about 20 min left, 2 not complete": `done` of the `left` that this command grades, in `ms`. When all the
 * others are done, and when one takes long, what is at work is named: "working on rupert (95 s)".
 */
export function progressLine(done: number, left: number, all: number, ms: number, incomplete: number, atWork: readonly AtWork[]): string {
  const reference = atWork.find(({ name }) => name === null);
  if (done === 0 && reference !== undefined) return `grading the reference solution first, mostly less than a minute (${roughly(reference.ms)})`;
  const parts = [`${all - left + done} of ${all} graded`];
  if (done > 0) parts.push(`${((done * 60_000) / ms).toFixed(1)} a minute`);
  if (done > 0 && done < left) parts.push(`about ${roughly((ms / done) * (left - done))} left`);
  if (incomplete > 0) parts.push(`${incomplete} not complete`);
  const isEnd = left - done <= FEW;
  const slowest = atWork.filter((one) => isEnd || one.ms >= LONG_MS).sort((a, b) => b.ms - a.ms);
  const names = slowest.slice(0, FEW).map((one) => `${one.name === null ? "the reference solution" : oneLine(one.name, 40)} (${roughly(one.ms)})`);
  if (names.length > 0) parts.push(`working on ${names.join(" and ")}`);
  return parts.join(", ");
}
