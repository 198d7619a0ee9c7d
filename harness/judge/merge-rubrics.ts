import { WiregradeError } from "../errors.js";
import type { JudgedCheck } from "./judged-run.js";
import type { Check, Rubric } from "./rubric.js";

/**
 * A lab's checks, visible ones first. `hidden` null: a student's copy, or a lab without hidden checks. Throws WiregradeError
 * RUBRIC_INVALID where ids, prerequisites or points do not fit together.
 */
export function mergeRubrics(visible: Rubric, hidden: Rubric | null): JudgedCheck[] {
  const file = `labs/${visible.lab}/rubric.json`;
  const hiddenFile = `reference/${visible.lab}/hidden/rubric.json`;
  const checks: JudgedCheck[] = [
    ...visible.checks.map((check) => ({ ...check, visibility: "visible" as const })),
    ...(hidden?.checks ?? []).map((check) => ({ ...check, visibility: "hidden" as const })),
  ];
  const fileOf = (check: JudgedCheck): string => (check.visibility === "visible" ? file : hiddenFile);
  if (hidden !== null && hidden.lab !== visible.lab) throw invalid(hiddenFile, `is of lab "${hidden.lab}", the visible one of "${visible.lab}"`);
  const byId = new Map<string, JudgedCheck>();
  for (const check of checks) {
    if (byId.has(check.id)) throw invalid(fileOf(check), `check "${check.id}": there are two of that id`);
    byId.set(check.id, check);
  }
  for (const check of checks) {
    const problem = prerequisiteProblem(check, byId);
    if (problem !== null) throw invalid(fileOf(check), `check "${check.id}": ${problem}`);
  }
  const problem = pointsProblem(visible, hidden);
  if (problem !== null) throw invalid(file, problem);
  return checks;
}

function prerequisiteProblem(check: JudgedCheck, byId: ReadonlyMap<string, JudgedCheck>): string | null {
  for (const id of check.requires) {
    const needed = byId.get(id);
    if (id === check.id) return "requires itself";
    if (needed === undefined) return `requires "${id}", which is no check`;
    if (check.visibility === "visible" && needed.visibility === "hidden") return `is visible and requires "${id}", which is hidden`;
  }
  const cycle = findCycle(check.id, byId);
  return cycle === null ? null : `requires itself in a circle: ${cycle.join(" -> ")}`;
}

/** A chain of prerequisites from `id` back to `id`, or null. */
function findCycle(id: string, byId: ReadonlyMap<string, JudgedCheck>): string[] | null {
  const seen = new Set<string>();
  const chains = [[id]];
  for (const chain of chains)
    for (const next of byId.get(chain.at(-1) ?? "")?.requires ?? []) {
      if (next === id) return [...chain, id];
      if (seen.has(next)) continue;
      seen.add(next);
      chains.push([...chain, next]);
    }
  return null;
}

function pointsProblem(visible: Rubric, hidden: Rubric | null): string | null {
  const promised = visible.hiddenPoints ?? 0;
  const own = sum(visible.checks, "graded");
  const theirs = hidden === null ? promised : sum(hidden.checks, "graded");
  if (theirs !== promised) return `"hiddenPoints" is ${promised}, but the core and robust checks of the hidden rubric sum to ${theirs}`;
  if (own + theirs !== 100) return `core and robust points sum to ${own + theirs} (${own} visible, ${theirs} hidden), not to 100`;
  const beyond = sum([...visible.checks, ...(hidden?.checks ?? [])], "beyond");
  return beyond > 10 ? `the checks beyond sum to ${beyond} points, more than 10` : null;
}

/** Exact: points are multiples of a half. */
function sum(checks: readonly Check[], part: "graded" | "beyond"): number {
  return checks.filter((check) => (check.level === "beyond") === (part === "beyond")).reduce((total, check) => total + check.points, 0);
}

function invalid(file: string, problem: string): WiregradeError {
  return new WiregradeError("RUBRIC_INVALID", `${file}: ${problem}`);
}
