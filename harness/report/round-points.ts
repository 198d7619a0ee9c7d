/** A sum of points without what binary fractions leave: 20 for 20.000000000000004. */
export function roundPoints(points: number): number {
  return Math.round(points * 1000) / 1000;
}
