import { WiregradeError } from "../errors.js";
import type { Lab } from "../lab/load-lab.js";
import { LEVELS, type Level } from "../process/isolation.js";
import { closeToOthers, probeIsolation, STAFF_FOLDERS, strongest, type Obstacles } from "./probe-isolation.js";

/** What the command line asks for: a level, or the strongest that works here. */
export type IsolationWish = Level | "auto";

/** The level of a batch, and what there is to be said of it. */
export interface ChosenIsolation {
  level: Level;
  notes: string[];
}

/**
 * Chooses a batch's level of isolation by trying. A level that was named and does not work is refused; at level `process` hidden checks
 * are as good as public, so they are graded only if `exposeHidden` says so.
 */
export async function chooseIsolation(
  lab: Lab,
  wish: IsolationWish,
  exposeHidden: boolean,
  probe: () => Promise<Obstacles> = probeIsolation,
): Promise<ChosenIsolation> {
  const obstacles = wish === "process" ? null : await probe();
  const level = wish !== "auto" ? wish : obstacles === null ? "process" : strongest(obstacles);
  const obstacle = obstacles?.[level] ?? null;
  if (obstacle !== null) throw new WiregradeError("ISOLATION_MISSING", `--isolation ${level}: ${obstacle}`);
  if (level === "process" && lab.hasHidden && !exposeHidden)
    throw new WiregradeError(
      "HIDDEN_EXPOSED",
      `isolation process: submissions could read the hidden checks of ${lab.name}${obstacles === null ? "" : ` (${whyNot(obstacles)})`}`,
    );
  const closed = level === "user" ? await closeToOthers(STAFF_FOLDERS) : [];
  return {
    level,
    notes: [
      ...(wish === "auto" && level !== "bubblewrap" && obstacles !== null ? [`isolation ${level}, since there is no better: ${whyNot(obstacles, level)}`] : []),
      ...closed.map((folder) => `closed to others than its owner, so that submissions cannot read it: ${folder}`),
    ],
  };
}

/** "bubblewrap: bwrap is not installed; user: needs root" */
function whyNot(obstacles: Obstacles, level: Level = "process"): string {
  const stronger = LEVELS.slice(0, LEVELS.indexOf(level));
  return stronger.flatMap((one) => (obstacles[one] === null ? [] : [`${one}: ${obstacles[one]}`])).join("; ");
}
