import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Lab } from "../lab/load-lab.js";
import { noteOf } from "../report/result-line.js";
import type { Result } from "../score/result.js";
import { packageFile } from "../text/package-root.js";

/**
 * The reference solution, graded now and then among the submissions: it earns all points where the machine is fit to grade. A loss that stays
 * when it is graded once more says that the points which others lose may be the machine's fault, too.
 */
export interface Canary {
  /** Whether it is time for it. */
  isDue(): boolean;
  /** Counts a submission that was graded. */
  count(): void;
  /** Grades it, twice if need be. Resolves to null if the machine is fit, or the batch was stopped meanwhile. */
  sing(): Promise<Unfit | null>;
}

/** What came of the reference solution, twice in a row. */
export interface Unfit {
  /** "did not earn all points, twice: 98.5 of 100 (fails closes-its-side)" */
  what: string;
  /** Whether it lost points; otherwise it was noticed that the machine spoils its runs, as it would be with any submission. */
  silently: boolean;
}

/** In the middle of a batch it is graded after so many submissions, or so much time, whichever comes first. */
export const EVERY = { submissions: 50, ms: 10 * 60_000 };

/** A batch of fewer is graded without it. */
export const SMALLEST_BATCH = 5;

/** `grade` resolves to null when the batch was stopped; `now` is in ms. */
export function makeCanary(grade: () => Promise<Result | null>, now: () => number = () => performance.now()): Canary {
  let counted = 0;
  let at = now();
  return {
    isDue: () => counted >= EVERY.submissions || (counted > 0 && now() - at >= EVERY.ms),
    count: () => void counted++,
    async sing() {
      // From its start on, so that only one is at work.
      counted = 0;
      at = now();
      const first = await grade();
      if (first === null || isFit(first)) return null;
      const second = await grade();
      if (second === null || isFit(second)) return null;
      const lost = [second, first].find(losesPoints);
      if (lost === undefined) return { what: `could not be judged completely, twice (${noteOf(second)})`, silently: false };
      return { what: `did not earn all points, twice: ${lost.score} of ${lost.maxScore} (${noteOf(lost)})`, silently: true };
    },
  };
}

function losesPoints({ verdicts }: Result): boolean {
  return verdicts.some(({ status, level }) => status === "fail" && level !== "beyond");
}

export function isFit(result: Result): boolean {
  return result.complete && result.score === result.maxScore;
}

/** The folder of a lab's reference solution; null where it was left out. */
export function referenceSolution(lab: Lab): string | null {
  const folder = packageFile("reference", lab.name, "solution");
  return existsSync(folder) ? folder : null;
}

/** Where its results are kept: no submission has this name. */
export function canaryFolder(out: string): string {
  return join(out, ".canary");
}
