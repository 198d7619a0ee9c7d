import { resolve } from "node:path";
import { freshSeed } from "../batch/scratch.js";
import { WiregradeError } from "../errors.js";
import { knownRole } from "../lab/known-role.js";
import { loadLab, type Lab, type LabScenario } from "../lab/load-lab.js";
import { paintFor } from "../report/paint.js";
import { readManifest } from "../submission/manifest.js";
import { byHand, seenByHand } from "./by-hand.js";
import { INTERRUPTED, onInterrupt } from "./interrupt.js";

export interface PlayOptions {
  role?: string;
  port?: number;
  seed?: string;
  rtt?: number;
}

/** A server that is started by hand may be stepped through, a client may be typed at: waits are longer, or have no end. */
const SERVER_PATIENCE = 20;

/** The scenario by that name, or the one that the lab is played with, or the first that the rubric speaks of, of that role. */
function choose(lab: Lab, name: string | undefined, role: string | undefined): LabScenario {
  const names = [...new Set(lab.checks.filter((check) => role === undefined || check.role === role).map((check) => check.scenario))];
  const found = lab.scenarios.get(name ?? lab.plays ?? names[0] ?? "");
  if (found === undefined) throw new WiregradeError("SCENARIO_UNKNOWN", `${lab.name} has no scenario ${JSON.stringify(name ?? "")}`);
  if (role !== undefined && found.scenario.role !== role)
    throw new WiregradeError("SCENARIO_UNKNOWN", `--role: scenario ${found.scenario.name} is about the ${found.scenario.role}, not the ${role}`);
  return found;
}

/** `wiregrade play <lab> [scenario]`: the parties of a scenario, for a program started by hand; prints the dialogue as it happens. */
export async function play(labName: string, scenarioName: string | undefined, options: PlayOptions): Promise<number> {
  const lab = await loadLab(labName, { hidden: false });
  if (options.role !== undefined) knownRole(options.role, lab.roles, lab.name, "--role");
  const played = choose(lab, scenarioName, options.role);
  const { scenario } = played;
  const manifest = await readManifest(resolve(".")).catch(() => null);
  const abort = new AbortController();
  using _ = onInterrupt(() => abort.abort());
  const verdicts = await byHand({
    lab,
    played,
    checks: seenByHand(lab, scenario),
    seed: options.seed ?? freshSeed(),
    commands: manifest?.lab === lab.name ? manifest.commands : {},
    port: options.port ?? null,
    patience: lab.roles[scenario.role]?.listens === undefined ? Infinity : SERVER_PATIENCE,
    rttMs: options.rtt ?? 0,
    paint: paintFor(process.stdout),
    stopped: abort.signal,
  });
  if (abort.signal.aborted) process.exit(INTERRUPTED); // what the scenario has open still, would keep us
  return verdicts.every((verdict) => verdict.status === "pass") ? 0 : 1;
}
