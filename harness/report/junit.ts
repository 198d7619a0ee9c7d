import type { Verdict } from "../judge/verdict.js";
import type { Result } from "../score/result.js";
import { plainFailure } from "./plain-failure.js";
import { noteOf } from "./result-line.js";
import { fillTemplate } from "./template.js";

/** What became of a check, as the element within its testcase; none if it passed. */
interface Outcome {
  element: "failure" | "skipped" | "error";
  type: string;
  message: string;
  text: string;
}

interface Case {
  classname: string;
  name: string;
  time: string;
  outcome: Outcome | null;
}

type Tally = Record<"tests" | "failures" | "errors" | "skipped", number> & { time: string };

interface Suite extends Tally {
  name: string;
  timestamp: string;
  properties: { name: string; value: string | number }[];
  cases: Case[];
}

/**
 * JUnit XML as Jenkins' junit-10.xsd has it, which GitLab and GitHub's reporters read too: a suite per submission, a case per check. There is
 * no system-out: GitLab takes `[[ATTACHMENT|...]]` in it for a link. GitLab shows an element's text alone, so that repeats the message.
 */
export function junitXml(results: readonly Result[]): string {
  const suites = results.map(suiteOf);
  const cases = suites.flatMap((suite) => suite.cases);
  const durationMs = results.reduce((sum, result) => sum + result.durationMs, 0);
  const values: Tally & { lab: string; suites: Suite[] } = { lab: results[0]?.lab ?? "", ...tally(cases, durationMs), suites };
  return fillTemplate("reports/junit.xml.hbs", values, { escape: true });
}

function suiteOf(result: Result): Suite {
  const { score, maxScore, bonus, complete, isolation, seed, labDigest } = result;
  const cases = result.verdicts.map((verdict) => ({
    classname: `${result.lab}.${verdict.role}`,
    name: verdict.title,
    time: seconds(shareOf(verdict, result)),
    outcome: outcomeOf(verdict),
  }));
  const note = noteOf(result);
  const properties = { score, maxScore, bonus, complete: String(complete), ...(note === "" ? {} : { note }), isolation, seed, labDigest };
  return {
    name: result.submission.name,
    // UTC without a zone: the stricter schemas allow none.
    timestamp: result.startedAt.slice(0, "2025-01-01T00:00:00".length),
    properties: Object.entries(properties).map(([name, value]) => ({ name, value })),
    cases,
    ...tally(cases, result.durationMs),
  };
}

function outcomeOf(verdict: Verdict): Outcome | null {
  const { status, level, reason, cause } = verdict;
  if (status === "pass") return null;
  const message = cause?.message ?? reason ?? "";
  const text = plainFailure(verdict);
  // As everywhere: what is beyond the contract turns nothing red.
  if (status === "fail" && level === "beyond") return { element: "skipped", type: "beyond", message: `beyond the contract: ${message}`, text };
  return { element: status === "fail" ? "failure" : status === "skip" ? "skipped" : "error", type: status, message, text };
}

/** ms: checks of one scenario share its runs. Some reporters show "NaN" for a case without a time. */
function shareOf({ scenario }: Verdict, { runs, verdicts }: Result): number {
  const played = runs.filter(({ run }) => run.replace(/\.[^.]*\.[^.]*$/, "") === scenario);
  return played.reduce((sum, run) => sum + run.durationMs, 0) / verdicts.filter((other) => other.scenario === scenario).length;
}

function tally(cases: readonly Case[], durationMs: number): Tally {
  const count = (element: Outcome["element"]) => cases.filter(({ outcome }) => outcome?.element === element).length;
  return { tests: cases.length, failures: count("failure"), errors: count("error"), skipped: count("skipped"), time: seconds(durationMs) };
}

const seconds = (ms: number) => (ms / 1000).toFixed(3);
