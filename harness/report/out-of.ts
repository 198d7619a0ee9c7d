import type { Result } from "../score/result.js";

/** The results with all points scaled so that `most` is the most that can be had; to two decimals, halves up. */
export function outOf(results: readonly Result[], most: number): Result[] {
  return results.map((result) => {
    const scaled = (points: number) => (result.maxScore === 0 ? 0 : Math.round((100 * points * most) / result.maxScore) / 100);
    const verdicts = result.verdicts.map((verdict) => ({ ...verdict, points: scaled(verdict.points), maxPoints: scaled(verdict.maxPoints) }));
    return { ...result, score: scaled(result.score), maxScore: most, bonus: scaled(result.bonus), verdicts };
  });
}
