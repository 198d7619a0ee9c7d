import { oneLine } from "../text/visible.js";
import { judgeRuns } from "./judge-check.js";
import type { JudgedRun, JudgedCheck } from "./judged-run.js";
import type { Cause, Verdict } from "./verdict.js";

export type { JudgedRun } from "./judged-run.js";

/** A role that could not be run at all: no command for it, or the build failed. `detail`: further lines, as of the compiler. */
export interface AbsentRole {
  message: string;
  detail?: string[];
}

type Judgement = Pick<Verdict, "status" | "reason" | "cause">;

/**
 * All verdicts of a submission, in the order of `checks`. A scenario without runs was not played (only some checks were asked for, or the
 * program showed no life): of its checks those are skipped that a failed one holds up; the others are left out, and hold up none. `unhostable`: scenarios that this machine cannot host, and why.
 */
export function judgeAll(
  checks: readonly JudgedCheck[],
  runsByScenario: ReadonlyMap<string, readonly JudgedRun[]>,
  absent: ReadonlyMap<string, AbsentRole>,
  viewSchema: object,
  unhostable: ReadonlyMap<string, string> = new Map(),
): Verdict[] {
  const byId = new Map(checks.map((check) => [check.id, check]));
  const done = new Map<string, Judgement | null>();

  function judge(check: JudgedCheck): Judgement | null {
    const known = done.get(check.id);
    if (known !== undefined) return known;
    // Stands while the prerequisites are judged; rubrics with a cycle are refused on loading.
    done.set(check.id, null);
    const judgement = judgeOne(check);
    done.set(check.id, judgement);
    return judgement;
  }

  function judgeOne(check: JudgedCheck): Judgement | null {
    const missing = absent.get(check.role);
    if (missing !== undefined) return { status: "fail", reason: null, cause: absentCause(check, missing) };
    const obstacle = unhostable.get(check.scenario);
    if (obstacle !== undefined) return { status: "skip", reason: oneLine(obstacle), cause: null };
    const runs = runsByScenario.get(check.scenario) ?? [];
    const needed = check.requires.flatMap((id) => byId.get(id) ?? []);
    const held = heldUp(needed.map((one) => ({ title: one.title, judgement: judge(one) })));
    if (runs.length === 0) return held?.status === "skip" ? held : null;
    return held ?? { reason: null, cause: null, ...judgeRuns(check, runs, viewSchema) };
  }

  return checks.flatMap((check) => {
    const judgement = judge(check);
    return judgement === null ? [] : [verdict(check, judgement)];
  });
}

/** What keeps a check from being judged; a failed prerequisite before one in error, for it will not pass by running again. */
function heldUp(needed: { title: string; judgement: Judgement | null }[]): Judgement | null {
  const failed = needed.find(({ judgement }) => judgement?.status === "fail");
  if (failed !== undefined) return { status: "skip", reason: `requires "${failed.title}", which failed`, cause: null };
  const skipped = needed.find(({ judgement }) => judgement?.status === "skip");
  // Its reason names the check that failed in the end, which is the one to mend.
  if (skipped !== undefined) return { status: "skip", reason: skipped.judgement?.reason ?? `requires "${skipped.title}", which was skipped`, cause: null };
  const broken = needed.find(({ judgement }) => judgement?.status === "error");
  if (broken === undefined) return null;
  return { status: "error", reason: `requires "${broken.title}", which could not be judged: ${broken.judgement?.reason ?? ""}`, cause: null };
}

function absentCause(check: JudgedCheck, missing: AbsentRole): Cause {
  const { at, clause } = check;
  const hint = "Mend this first: before it, nothing of this role can be checked.";
  const cause: Cause = {
    message: oneLine(missing.message),
    expected: null,
    actual: null,
    difference: null,
    at,
    run: "",
    events: [],
    dialogue: [],
    clause,
    hint,
  };
  const detail = missing.detail?.map((line) => oneLine(line)) ?? [];
  return detail.length > 0 ? { ...cause, detail } : cause;
}

function verdict(check: JudgedCheck, { status, reason, cause }: Judgement): Verdict {
  const { id, title, role, level, scenario, points, visibility } = check;
  return { check: id, title, role, level, scenario, status, reason, points: status === "pass" ? points : 0, maxPoints: points, visibility, cause };
}
