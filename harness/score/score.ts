import type { Verdict } from "../judge/verdict.js";

export interface Score {
  /** Points of core and robust checks. */
  score: number;
  /** What these checks are worth together. */
  maxScore: number;
  /** Points of checks beyond, at most 10. */
  bonus: number;
  complete: boolean;
}

export const MAX_BONUS = 10;

/** Points are whole or decimal with few digits; sums are kept free of binary dust. */
function rounded(points: number): number {
  return Math.round(points * 1000) / 1000;
}

/** Skipped since the machine cannot host it, rather than for another check's sake: not the submission's loss. */
export function isUnhosted({ status, reason }: Verdict): boolean {
  return status === "skip" && reason?.startsWith("this machine") === true;
}

export function scoreOf(verdicts: readonly Verdict[]): Score {
  const sum = (of: readonly Verdict[], points: (verdict: Verdict) => number) => rounded(of.reduce((total, verdict) => total + points(verdict), 0));
  const regular = verdicts.filter((verdict) => verdict.level !== "beyond");
  const beyond = verdicts.filter((verdict) => verdict.level === "beyond");
  return {
    score: sum(regular, (verdict) => verdict.points),
    maxScore: sum(regular, (verdict) => verdict.maxPoints),
    bonus: Math.min(
      MAX_BONUS,
      sum(beyond, (verdict) => verdict.points),
    ),
    complete: verdicts.every((verdict) => verdict.level === "beyond" || (verdict.status !== "error" && !isUnhosted(verdict))),
  };
}

/** Whether `wiregrade test` is content: nothing failed but what lies beyond the contract. */
export function allPassed(verdicts: readonly Verdict[]): boolean {
  return verdicts.every((verdict) => verdict.level === "beyond" || verdict.status !== "fail");
}
