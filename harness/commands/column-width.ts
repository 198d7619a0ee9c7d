/** How wide the left one of two columns is: at least as in other sections, and two blanks wider than its longest text. */
export function columnWidth(texts: readonly string[]): number {
  return Math.max(35, ...texts.map(({ length }) => length + 2));
}
