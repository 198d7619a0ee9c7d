import type { Verdict } from "../judge/verdict.js";
import type { Result } from "../score/result.js";
import { markdownReport } from "./markdown.js";
import { sequenceDiagram } from "./mermaid.js";

/** GitHub shows ten errors of a step. https://docs.github.com/en/actions/reference/limits */
const MOST_ANNOTATIONS = 10;
/** And takes up to 1 MiB of summary of a step; what is larger is not shown at all. */
const MOST_SUMMARY_BYTES = 1 << 20;

/** One submission's failures as workflow commands that annotate a file, whichever `fileOf` its role; of a result whose texts are inert. */
export function annotations({ verdicts }: Pick<Result, "verdicts">, fileOf: (role: string) => string): string[] {
  const failed = verdicts.filter(({ status, level }) => status === "fail" && level !== "beyond");
  const shown = failed.length > MOST_ANNOTATIONS ? failed.slice(0, MOST_ANNOTATIONS - 1) : failed;
  const lines = shown.map((verdict) => command(fileOf(verdict.role), `${verdict.role}: ${verdict.title}`, messageOf(verdict)));
  const [next] = failed.slice(shown.length);
  if (next !== undefined) lines.push(command(fileOf(next.role), `${failed.length - shown.length} more checks failed`, "See the summary of this run."));
  return lines;
}

function messageOf({ check, reason, cause }: Verdict): string {
  if (cause === null) return reason ?? "";
  return `${cause.message}\nhint: ${cause.hint}\nrests on ${cause.clause}; npx wiregrade test --check ${check}`;
}

function command(file: string, title: string, message: string): string {
  const data = (text: string) => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
  const property = (text: string) => data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
  return `::error file=${property(file)},title=${property(title)}::${data(message)}`;
}

/** The summary of a step: what Markdown reports have, and the wire of the first failure drawn. Of a result whose texts are inert. */
export function stepSummary(result: Result): string {
  const report = markdownReport([result]);
  const first = result.verdicts.find(({ status, cause }) => status === "fail" && (cause?.dialogue.length ?? 0) > 0);
  const drawn =
    first === undefined
      ? ""
      : `\n### On the wire: the first failure\n\n\`\`\`mermaid\n${sequenceDiagram(first.cause?.dialogue ?? [], `your ${first.role}`)}\n\`\`\`\n`;
  const text = `${drawn === "" ? "" : `${drawn}\n`}${report}`;
  return Buffer.byteLength(text) <= MOST_SUMMARY_BYTES ? text : `${result.lab}: ${result.score}/${result.maxScore}. The log of this step tells more.\n`;
}
