import { oneLine } from "../text/visible.js";
import { spoiltBy } from "../transcript/spoilt.js";
import { compileSchema } from "./ajv.js";
import { explainFailure } from "./explain-failure.js";
import type { JudgedRun } from "./judged-run.js";
import { pointerSegments, resolvePointer } from "./pointer.js";
import type { Check } from "./rubric.js";
import type { Cause } from "./verdict.js";
import { whichRuns } from "./which-runs.js";

export type CheckOutcome = { status: "pass" } | { status: "fail"; cause: Cause } | { status: "error"; reason: string };

type Errors = NonNullable<ReturnType<typeof compileSchema>["errors"]>;
type RunOutcome = { status: "pass" } | { status: "fail"; errors: Errors | null } | { status: "error"; reason: string };

/**
 * Judges a check on all runs of its scenario: it passes if it holds in every one. A failure in one run is a failure, even if another
 * run could not be judged: that one cannot save it. `viewSchema` lends its words to the explanation.
 */
export function judgeRuns(check: Check, runs: readonly JudgedRun[], viewSchema: object): CheckOutcome {
  const judged = runs.map((run) => ({ run, outcome: judgeRun(check, run) }));
  const heads = (status: string) => judged.filter(({ outcome }) => outcome.status === status).map(({ run }) => run.transcript.head);
  for (const { run, outcome } of judged) {
    if (outcome.status !== "fail") continue;
    const cause = explainFailure(check, run, outcome.errors, viewSchema);
    const scope = whichRuns(heads("fail"), heads("pass"));
    return { status: "fail", cause: scope === null ? cause : { ...cause, message: `${cause.message} (${scope})` } };
  }
  for (const { outcome } of judged) if (outcome.status === "error") return outcome;
  return judged.length > 0 ? { status: "pass" } : { status: "error", reason: `no run of ${check.scenario} to judge` };
}

function judgeRun(check: Check, { run, transcript, view, viewProblem }: JudgedRun): RunOutcome {
  const spoilt = spoiltBy(transcript);
  if (spoilt !== null && transcript.end.outcome === "aborted") return { status: "error", reason: `${run} ${spoilt}` };
  if (viewProblem !== null) return { status: "error", reason: `${run}: ${oneLine(viewProblem)}` };
  const value = resolvePointer(view, pointerSegments(check.at));
  const validate = compileSchema(check.schema);
  if (value !== undefined && validate(value) === true) return { status: "pass" };
  if (spoilt !== null) return { status: "error", reason: `${run}: ${spoilt}; run it again with fewer jobs` };
  return { status: "fail", errors: value === undefined ? null : [...(validate.errors ?? [])] };
}
