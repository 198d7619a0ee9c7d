import { isFit } from "../batch/canary.js";
import type { BatchNews } from "../batch/grade-batch.js";
import type { Submission } from "../batch/find-submissions.js";
import { paintFor, type Paint } from "../report/paint.js";
import { noteOf, resultLine } from "../report/result-line.js";
import { duration, Progress } from "./progress.js";

/** A line for each submission that is graded, and on a terminal one at the bottom for the whole batch. */
export class BatchProgress {
  /** What to do about submissions that could not be graded, by name. */
  readonly mends = new Map<string, string>();
  readonly #progress: Progress;
  readonly #paint: Paint;
  readonly #width: number;
  readonly #all: number;
  readonly #incomplete = new Set<string>();
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
  }

  hear(news: BatchNews): void {
    if (news.type === "canary") {
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
      if (!again) this.#done++;
      if (result.complete) this.#incomplete.delete(name);
      else this.#incomplete.add(name);
      if (error !== null) this.mends.set(name, error.mend);
      this.#progress.say(`${resultLine(result, this.#width, this.#paint)}${again ? this.#paint.dim("  (second time)") : ""}`);
    }
    this.#progress.show(progressLine(this.#done, this.left, this.#all, performance.now() - this.#began, this.#incomplete.size));
  }

  clear(): void {
    this.#progress.clear();
  }
}

/** "37 of 120 graded, 4.2 a minute, about 20 min left, 2 not complete": `done` of the `left` that this command grades, in `ms`. */
export function progressLine(done: number, left: number, all: number, ms: number, incomplete: number): string {
  const parts = [`${all - left + done} of ${all} graded`];
  if (done > 0) parts.push(`${((done * 60_000) / ms).toFixed(1)} a minute`);
  if (done > 0 && done < left) parts.push(`about ${duration((ms / done) * (left - done))} left`);
  if (incomplete > 0) parts.push(`${incomplete} not complete`);
  return parts.join(", ");
}
