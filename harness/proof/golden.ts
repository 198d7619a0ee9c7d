import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { judgedRun } from "../lab/judging.js";
import { loadLab } from "../lab/load-lab.js";
import { judgeRuns } from "../judge/judge-check.js";
import { viewValidator } from "../judge/validate-view.js";
import { packageFile } from "../text/package-root.js";
import { parseTranscript } from "../transcript/lines.js";

/** Where a lab's golden transcripts are: a folder for each program, with transcripts and what was judged on them. */
export function golden(lab: string): string {
  return packageFile("reference", lab, "golden");
}

/** Judges the transcripts of a folder, each by the checks of its scenario: by check, "pass" or why not. Nothing is run. */
export async function judgeGolden(labName: string, folder: string): Promise<Record<string, string>> {
  const lab = await loadLab(labName, { hidden: true });
  const validate = viewValidator(lab.viewSchema);
  const verdicts: Record<string, string> = {};
  for (const file of (await readdir(folder)).filter((name) => name.endsWith(".jsonl")).sort()) {
    const transcript = parseTranscript(await readFile(join(folder, file), "utf8"), file);
    const run = judgedRun(lab, transcript, validate);
    for (const check of lab.checks.filter(({ scenario }) => scenario === transcript.head.scenario)) {
      const outcome = judgeRuns(check, [run], lab.viewSchema);
      verdicts[check.id] = outcome.status === "pass" ? "pass" : outcome.status === "fail" ? outcome.cause.message : `error: ${outcome.reason}`;
    }
  }
  return verdicts;
}
