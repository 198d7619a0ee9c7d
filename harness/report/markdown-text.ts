/**
 * Text within Markdown (GitHub's and GitLab's: CommonMark with tables). Both look for mentions, references and addresses once more in the
 * finished HTML, where an escape is gone; they leave code alone. So what is not ours stands in code, always. All texts are inert.
 */

/** Text that is not ours as a code span: nothing in it is markup, a link, or a mention. `|` would end a cell of a table, whatever stands around it. */
export function codeSpan(text: string): string {
  const code = text.replaceAll("|", "\\x7c");
  if (code.trim() === "") return "(empty)";
  const fence = "`".repeat(longestRun(code) + 1);
  // One space at each end belongs to the fence.
  const edge = /^[` ]|[` ]$/.test(code) ? " " : "";
  return `${fence}${edge}${code}${edge}${fence}`;
}

/** Lines that are not ours as a block of code, unindented; its fence is longer than any in them. */
export function codeBlock(lines: readonly string[]): string {
  const fence = "`".repeat(Math.max(3, longestRun(lines.join("\n")) + 1));
  return [`${fence}text`, ...lines, fence].join("\n");
}

/**
 * A text of the rubric, as text: entities stand for all that could be markup, which work within cells of tables as well. A space of
 * no width after `@` and `#` keeps them from being taken for a mention or a reference.
 */
export function plainText(text: string): string {
  return text.replace(/[^\p{L}\p{M}\p{N} .,;:()'"/%+?=-]|[.:](?=\S)/gu, (char) => `&#${char.codePointAt(0)};`).replace(/&#(?:35|64);/g, "$&&#8203;");
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}
