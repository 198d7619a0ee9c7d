import { WiregradeError } from "../errors.js";
import { canBind } from "../world/ports.js";
import { MODES, type Mode } from "../world/cutting.js";
import type { Scenario } from "../world/scenario.js";
import type { RunPlan } from "../world/play-run.js";
import type { Lab } from "./load-lab.js";

/** The checks named by `ids` and all that they require; all of the lab's for null. In rubric order. */
export function checksWithPrerequisites(lab: Pick<Lab, "checks" | "name">, ids: readonly string[] | null): Lab["checks"] {
  if (ids === null) return lab.checks;
  const byId = new Map(lab.checks.map((check) => [check.id, check]));
  const wanted = new Set<string>();
  const want = (id: string) => {
    const check = byId.get(id);
    if (check === undefined) throw new WiregradeError("CHECK_UNKNOWN", `${lab.name} has no check ${JSON.stringify(id)}`);
    if (wanted.has(id)) return;
    wanted.add(id);
    check.requires.forEach(want);
  };
  ids.forEach(want);
  return lab.checks.filter((check) => wanted.has(check.id));
}

/** Every run that these checks are judged on: each scenario in each of its modes (or in all of `modes`) and trials. */
export function planRuns(lab: Pick<Lab, "scenarios">, checks: readonly { scenario: string }[], modes: readonly Mode[] | null): RunPlan[] {
  return [...new Set(checks.map((check) => check.scenario))].flatMap((name) => {
    const scenario = lab.scenarios.get(name)?.scenario;
    if (scenario === undefined) return [];
    return MODES.filter((mode) => (modes ?? scenario.modes).includes(mode)).flatMap((mode) =>
      Array.from({ length: scenario.trials }, (_, index) => ({ scenario, mode, trial: index + 1 })),
    );
  });
}

/** Scenarios that this machine cannot host, and why. */
export async function unhostableScenarios(plans: readonly { scenario: Scenario }[]): Promise<Map<string, string>> {
  const unhostable = new Map<string, string>();
  for (const { scenario } of plans)
    for (const address of scenario.addresses)
      if (!(await canBind(address))) unhostable.set(scenario.name, `this machine cannot use the loopback address ${address}`);
  return unhostable;
}
