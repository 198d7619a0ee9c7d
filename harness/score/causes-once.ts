import type { Verdict } from "../judge/verdict.js";

/**
 * What keeps a program from being run at all is the cause of every check that it costs. What a compiler printed stands with the first of them;
 * the others have the same message, and their hint names the first.
 */
export function causesOnce(verdicts: readonly Verdict[]): Verdict[] {
  const first = new Map<string, Verdict>();
  return verdicts.map((verdict) => {
    const { cause } = verdict;
    if (cause?.detail === undefined) return verdict;
    const told = first.get(cause.message);
    if (told === undefined) {
      first.set(cause.message, verdict);
      return verdict;
    }
    const { detail: _, ...rest } = cause;
    return { ...verdict, cause: { ...rest, hint: `Mend this first; what was printed stands with the check "${told.title}" (${told.role}).` } };
  });
}
