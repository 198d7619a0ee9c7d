import { createHash } from "node:crypto";
import type { Lab } from "../lab/load-lab.js";
import { checksWithPrerequisites } from "../lab/plan.js";
import type { Result } from "../score/result.js";
import type { Mutant } from "./mutant.js";

/** What one program of the proof came to. */
export interface ProofRow {
  kind: "reference" | "mutant" | "null";
  name: string;
  /** The mutant's mistake. */
  mistake: string;
  /** Ids of checks that failed, and of those that were held up by one that failed. */
  failed: string[];
  skipped: string[];
  /** What is wrong with this row; none: it is as it should be. */
  problems: string[];
  /** The round under load that it belongs to, from 1. */
  round?: number;
  /** Some of its checks could not be judged. */
  unjudged?: true;
  /** Of a mutant's edits, hex. */
  edits?: string;
  /** It was not as it should be at first, and this is what came of a second run, alone. */
  secondRun?: true;
}

function outcomes({ verdicts, build }: Result): Pick<ProofRow, "failed" | "skipped"> & { passed: string[]; unsure: string[]; errors: string[] } {
  const of = (status: string) => verdicts.filter((verdict) => verdict.status === status).map((verdict) => verdict.check);
  const errors = verdicts.filter((verdict) => verdict.status === "error").map((verdict) => `${verdict.check} could not be judged: ${verdict.reason ?? ""}`);
  if (build.status === "failed") errors.push(`its build failed: ${build.reason ?? ""}`);
  return { failed: of("fail"), skipped: of("skip"), passed: of("pass"), unsure: of("error"), errors };
}

/** The reference has to pass all. */
export function referenceRow(result: Result, name = "solution"): ProofRow {
  const { failed, skipped, errors } = outcomes(result);
  const problems = [...errors, ...[...failed, ...skipped].map((id) => `does not pass ${id}`)];
  return { kind: "reference", name, mistake: "", failed, skipped, problems, ...unjudged(errors) };
}

/** A null program has to pass nothing. */
export function nullRow(kind: string, result: Result): ProofRow {
  const { failed, skipped, passed, errors } = outcomes(result);
  return { kind: "null", name: kind, mistake: "", failed, skipped, problems: [...errors, ...passed.map((id) => `passes ${id}`)], ...unjudged(errors) };
}

function unjudged(errors: readonly string[]): Pick<ProofRow, "unjudged"> {
  return errors.length > 0 ? { unjudged: true } : {};
}

/** A mutant has to fail what it must, and nothing that is neither allowed nor rests on what is. */
export function mutantRow(lab: Lab, mutant: Mutant, result: Result): ProofRow {
  const { failed, skipped, unsure, errors } = outcomes(result);
  const problems = [...errors, ...mutantProblems(lab, mutant, { failed, skipped, unsure })];
  return { kind: "mutant", name: mutant.name, mistake: mutant.mistake, failed, skipped, problems, edits: editsDigest(mutant), ...unjudged(errors) };
}

/** What is wrong with what came out, by the mutant's bindings. A check that could not be judged neither passes nor fails. */
export function mutantProblems(
  lab: Lab,
  mutant: Mutant,
  { failed, skipped, unsure = [] }: { failed: string[]; skipped: string[]; unsure?: string[] },
): string[] {
  const allowed = new Set([...mutant.mustFail, ...mutant.mayFail]);
  // A check that rests on one that may fail is held up by it.
  const depends = (id: string) => checksWithPrerequisites(lab, [id]).some((check) => allowed.has(check.id));
  const passes = (id: string) => ![failed, skipped, unsure].some((ids) => ids.includes(id));
  return [
    ...mutant.mustFail.filter(passes).map((id) => `passes ${id}, which it must fail`),
    ...[...failed, ...skipped].filter((id) => !depends(id)).map((id) => `fails ${id}, which it should not`),
    ...(mutant.mustFail.length === 0 ? ["is not bound to fail any check"] : []),
  ];
}

export function editsDigest({ edits }: Mutant): string {
  return createHash("sha256").update(JSON.stringify(edits)).digest("hex");
}
