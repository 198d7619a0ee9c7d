/** A report in JSON. Wherever it is shown: no text in it begins a tag. */
export function jsonText(report: object): string {
  return `${JSON.stringify(report, null, 2).replaceAll("<", "\\u003c")}\n`;
}
