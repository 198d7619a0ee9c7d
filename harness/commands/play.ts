import { resolve } from "node:path";
import { freshSeed } from "../batch/scratch.js";
import { WiregradeError } from "../errors.js";
import { linesOf } from "../judge/dialogue-lines.js";
import { judgeAll } from "../judge/judge-all.js";
import { viewValidator } from "../judge/validate-view.js";
import { judgedRun } from "../lab/judging.js";
import { knownRole } from "../lab/known-role.js";
import { loadLab, type Lab, type LabScenario } from "../lab/load-lab.js";
import { dialogueRow, failureText } from "../report/failure-text.js";
import { paintFor } from "../report/paint.js";
import { verdictLine } from "../report/verdict-list.js";
import { readManifest } from "../submission/manifest.js";
import type { RecordedEvent } from "../transcript/events.js";
import { Recorder } from "../transcript/recorder.js";
import type { Scenario } from "../world/scenario.js";
import { playByHand } from "../world/play-by-hand.js";
import { INTERRUPTED, onInterrupt } from "./interrupt.js";

export interface PlayOptions {
  role?: string;
  port?: number;
  seed?: string;
  rtt?: number;
}

/** Whom wiregrade plays, by the role of who is played with. */
const OTHERS: Record<string, string> = { server: "the client", client: "the server" };

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

/** What a client prints and how it ends is not seen, so that only what is on the wire can be judged. */
function seenByHand(lab: Lab, { name, role }: Scenario): Lab["checks"] {
  const checks = lab.checks.filter((check) => check.scenario === name);
  const { listens, onTheWire } = lab.roles[role] ?? {};
  if (listens !== undefined) return checks;
  return onTheWire === undefined ? [] : checks.filter(({ at }) => at.startsWith(`${onTheWire}/`));
}

/** `wiregrade play <lab> [scenario]`: the parties of a scenario, for a program started by hand; prints the dialogue as it happens. */
export async function play(labName: string, scenarioName: string | undefined, options: PlayOptions): Promise<number> {
  const lab = await loadLab(labName, { hidden: false });
  if (options.role !== undefined) knownRole(options.role, lab.roles, lab.name, "--role");
  const { scenario, digest } = choose(lab, scenarioName, options.role);
  const manifest = await readManifest(resolve(".")).catch(() => null);
  const paint = paintFor(process.stdout);
  const seed = options.seed ?? freshSeed();
  const abort = new AbortController();
  using _ = onInterrupt(() => abort.abort());
  const recorder = new Recorder(
    {
      ...{ type: "head", version: 1, lab: lab.name, scenario: scenario.name, scenarioDigest: digest, role: scenario.role, mode: "whole", trial: 1, seed },
      submission: { name: "by hand", digest: "" },
      startedAt: new Date().toISOString(),
    },
    null,
  );
  const seen: RecordedEvent[] = [];
  console.log(`${paint.bold(`${lab.name}, scenario ${scenario.name}`)}: wiregrade is ${OTHERS[scenario.role] ?? "everybody else"}; Ctrl-C ends`);
  const end = await playByHand({
    scenario,
    seed,
    commands: manifest?.lab === lab.name ? manifest.commands : {},
    port: options.port ?? null,
    patience: lab.roles[scenario.role]?.listens === undefined ? Infinity : SERVER_PATIENCE,
    emit(event) {
      recorder.emit(event);
      const recorded = recorder.last as RecordedEvent;
      seen.push(recorded);
      if (recorded.type === "spawn" || recorded.type === "stdin") return;
      for (const line of linesOf([recorded], seen, new Set())) console.log(dialogueRow(line, paint));
    },
    rttMs: options.rtt ?? 0,
    say: (text) => console.log(paint.cyan(text)),
    stopped: abort.signal,
  });
  if (abort.signal.aborted) return INTERRUPTED;
  if (end.outcome === "aborted") throw new WiregradeError("HARNESS_FAULT", end.reason ?? "the scenario broke off");
  const transcript = await recorder.finish(end.outcome, end.reason);
  for (const line of lab.drawings?.[scenario.name]?.(transcript) ?? []) console.log(line);
  const checks = seenByHand(lab, scenario).map((check) => ({ ...check, requires: [] }));
  const verdicts = judgeAll(checks, new Map([[scenario.name, [judgedRun(lab, transcript, viewValidator(lab.viewSchema))]]]), new Map(), lab.viewSchema);
  if (verdicts.length > 0) console.log("");
  for (const verdict of verdicts) {
    console.log(verdictLine(verdict, paint));
    if (verdict.cause !== null) for (const line of failureText(verdict.check, { ...verdict.cause, dialogue: [] }, paint)) console.log(`    ${line}`);
  }
  return verdicts.every((verdict) => verdict.status === "pass") ? 0 : 1;
}
