import { toHundredths, type Step } from "./gradebook.js";

/** Scales all points so that `most` is the most that can be had. */
export function outOf(most: number): Step {
  return (entries) =>
    entries.map((entry) => {
      const scaled = (points: number) => (entry.maxScore === 0 ? 0 : toHundredths((points * most) / entry.maxScore));
      const verdicts = entry.verdicts.map((verdict) => ({ ...verdict, points: scaled(verdict.points), maxPoints: scaled(verdict.maxPoints) }));
      const remarks = [...entry.remarks, `scaled from ${entry.score}/${entry.maxScore}`];
      return { ...entry, score: scaled(entry.score), maxScore: most, bonus: scaled(entry.bonus), verdicts, remarks };
    });
}
