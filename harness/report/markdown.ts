import type { Verdict } from "../judge/verdict.js";
import type { Result } from "../score/result.js";
import { comparison } from "./failure-text.js";
import { codeBlock, codeSpan, plainText } from "./markdown-text.js";
import { paintFor } from "./paint.js";
import { noteOf } from "./result-line.js";
import { fillTemplate } from "./template.js";

/** Values of the template: Markdown already. */
interface Submission {
  name: string;
  score: string;
  bonus: number;
  complete: string;
  note: string;
  /** Whether there is more to say of it. */
  lost: boolean;
  /** What kept roles from being run at all, each once. */
  absent: Absent[];
  failed: Failed[];
  /** Checks that were skipped or not judged. */
  others: { title: string; points: string; reason: string }[];
}

interface Failed {
  title: string;
  points: string;
  message: string;
  /** Expected and actual, and the end of a build's output. */
  evidence: string | null;
  hint: string;
  clause: string;
}

interface Absent extends Omit<Failed, "title" | "points"> {
  /** "26 checks of server, 24 checks of client": all that these roles have. */
  costs: string;
}

const plain = paintFor({}, {});

/** A table of all submissions, then of each the points that it lost, and why. */
export function markdownReport(results: readonly Result[]): string {
  const count = `${results.length} ${results.length === 1 ? "submission" : "submissions"}`;
  const values: { lab: string; count: string; submissions: Submission[] } = {
    lab: plainText(results[0]?.lab ?? ""),
    count,
    submissions: results.map(submissionOf),
  };
  return fillTemplate("reports/markdown.md.hbs", values, { escape: false });
}

function submissionOf(result: Result): Submission {
  const note = noteOf(result);
  const failed = result.verdicts.filter(({ status }) => status === "fail");
  return {
    name: codeSpan(result.submission.name),
    score: `${result.score}/${result.maxScore}`,
    bonus: result.bonus,
    complete: result.complete ? "yes" : "no",
    note: note === "" ? "" : codeSpan(note),
    lost: result.verdicts.some(({ status }) => status !== "pass"),
    absent: absentOf(failed.filter(isAbsent)),
    failed: failed.filter((verdict) => !isAbsent(verdict)).map(failedOf),
    others: result.verdicts.flatMap((verdict) => (verdict.status === "skip" || verdict.status === "error" ? [otherOf(verdict)] : [])),
  };
}

/** A role that could not be run has no run. */
function isAbsent({ cause }: Verdict): boolean {
  return cause?.run === "";
}

function absentOf(verdicts: readonly Verdict[]): Absent[] {
  const messages = new Set(verdicts.map(({ cause }) => cause?.message));
  return [...messages].flatMap((message) => {
    const of = verdicts.filter(({ cause }) => cause?.message === message);
    const costs = [...new Set(of.map(({ role }) => role))].map((role) => {
      const { length } = of.filter((verdict) => verdict.role === role);
      return `${length} ${length === 1 ? "check" : "checks"} of ${role}`;
    });
    return of.slice(0, 1).map((first) => ({ ...failedOf(first), costs: plainText(costs.join(", ")) }));
  });
}

function failedOf(verdict: Verdict): Failed {
  const { cause } = verdict;
  const evidence = cause === null ? [] : [...comparison(cause, plain), ...(cause.detail ?? [])];
  return {
    ...headOf(verdict),
    message: codeSpan(cause?.message ?? verdict.reason ?? ""),
    evidence: evidence.length === 0 ? null : codeBlock(evidence),
    hint: plainText(cause?.hint ?? ""),
    clause: plainText(cause?.clause ?? ""),
  };
}

function otherOf(verdict: Verdict): Submission["others"][number] {
  return { ...headOf(verdict), reason: codeSpan(`${verdict.status}: ${verdict.reason ?? verdict.cause?.message ?? ""}`) };
}

function headOf({ role, title, points, maxPoints, level, visibility }: Verdict): { title: string; points: string } {
  const tags = [level === "beyond" ? level : "", visibility === "hidden" ? visibility : ""].filter((tag) => tag !== "");
  return { title: plainText(`${role}: ${title}`), points: `${points}/${maxPoints}${tags.length === 0 ? "" : ` (${tags.join(", ")})`}` };
}
