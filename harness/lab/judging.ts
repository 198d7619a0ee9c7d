import { judgeAll, type AbsentRole } from "../judge/judge-all.js";
import { judgeRuns } from "../judge/judge-check.js";
import type { JudgedRun } from "../judge/judged-run.js";
import { viewValidator } from "../judge/validate-view.js";
import type { Verdict } from "../judge/verdict.js";
import type { Transcript } from "../transcript/events.js";
import { runName, type RunPlan } from "../world/play-run.js";
import type { Lab } from "./load-lab.js";
import { checksWithPrerequisites } from "./plan.js";

/** Dissects a transcript; a dissector that throws or a view that does not hold is our fault, not the submission's. */
export function judgedRun(lab: Pick<Lab, "dissect">, transcript: Transcript, validate: (view: unknown) => string | null): JudgedRun {
  const run = runName(transcript.head);
  try {
    // Views are JSON: what the schema judges is what a stored view would hold.
    const view: unknown = JSON.parse(JSON.stringify(lab.dissect(transcript)));
    return { run, transcript, view, viewProblem: validate(view) };
  } catch (error) {
    return { run, transcript, view: null, viewProblem: `the dissector threw: ${String(error)}` };
  }
}

/** Judges as runs come in, and announces each verdict as soon as all that it rests on is there. */
export class Judging {
  readonly #runs = new Map<string, JudgedRun[]>();
  readonly #missing: Map<string, number>;
  readonly #verdicts = new Map<string, Verdict>();
  readonly #validate: (view: unknown) => string | null;

  constructor(
    private readonly lab: Lab,
    private readonly checks: Lab["checks"],
    private readonly absent: ReadonlyMap<string, AbsentRole>,
    private readonly unhostable: ReadonlyMap<string, string>,
    plans: readonly RunPlan[],
    private readonly announceVerdict: (verdict: Verdict) => void,
  ) {
    this.#validate = viewValidator(lab.viewSchema);
    this.#missing = new Map();
    for (const { scenario } of plans) this.#missing.set(scenario.name, (this.#missing.get(scenario.name) ?? 0) + 1);
  }

  add({ scenario: { name } }: RunPlan, transcript: Transcript): void {
    this.#runs.set(name, [...(this.#runs.get(name) ?? []), judgedRun(this.lab, transcript, this.#validate)]);
    this.#settle(name);
  }

  /**
   * Whether a scenario cannot change a verdict any more: each of its checks is held up by a failed one that requires nothing itself, the
   * first sign of life. Further down everything is played: a mended rubric may judge it otherwise.
   */
  isDecided(scenario: string): boolean {
    const checks = this.checks.filter((check) => check.scenario === scenario);
    return checks.every(({ id, requires }) => requires.length > 0 && checksWithPrerequisites(this.lab, [id]).some((check) => this.#showsNoLife(check)));
  }

  #showsNoLife({ id, requires }: Lab["checks"][number]): boolean {
    return requires.length === 0 && this.#verdicts.get(id)?.status === "fail";
  }

  /** A run that is not played, since its scenario is decided. */
  leaveOut({ scenario }: RunPlan): void {
    this.#settle(scenario.name);
  }

  #settle(scenario: string): void {
    this.#missing.set(scenario, (this.#missing.get(scenario) ?? 1) - 1);
    this.announce();
  }

  /** Whether a check fails in this run by itself, or cannot be judged by it. */
  failsIn(transcript: Transcript): boolean {
    const run = judgedRun(this.lab, transcript, this.#validate);
    return this.checks.some((check) => check.scenario === transcript.head.scenario && judgeRuns(check, [run], this.lab.viewSchema).status !== "pass");
  }

  /** Judges and announces what has become ready: each check once. */
  announce(): void {
    const ready = this.checks.filter(({ id }) => !this.#verdicts.has(id) && this.#isReady(id));
    if (ready.length === 0) return;
    const judged = judgeAll(checksWithPrerequisites(this.lab, ids(ready)), this.#runs, this.absent, this.lab.viewSchema, this.unhostable);
    for (const verdict of judged) {
      if (this.#verdicts.has(verdict.check)) continue;
      this.#verdicts.set(verdict.check, verdict);
      this.announceVerdict(verdict);
    }
  }

  /** Whether all runs that a check and its prerequisites rest on are there. */
  #isReady(id: string): boolean {
    return checksWithPrerequisites(this.lab, [id]).every((check) => (this.#missing.get(check.scenario) ?? 0) <= 0);
  }

  /** The verdicts so far, in rubric order. */
  verdicts(): Verdict[] {
    return this.checks.flatMap(({ id }) => this.#verdicts.get(id) ?? []);
  }
}

function ids(checks: readonly { id: string }[]): string[] {
  return checks.map(({ id }) => id);
}
