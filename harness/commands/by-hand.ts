import { WiregradeError } from "../errors.js";
import { linesOf } from "../judge/dialogue-lines.js";
import { judgeAll } from "../judge/judge-all.js";
import { viewValidator } from "../judge/validate-view.js";
import type { Verdict } from "../judge/verdict.js";
import { judgedRun } from "../lab/judging.js";
import type { Lab, LabScenario } from "../lab/load-lab.js";
import { dialogueRow, failureText } from "../report/failure-text.js";
import type { Paint } from "../report/paint.js";
import { verdictLine } from "../report/verdict-list.js";
import { hasProc } from "../process/proc.js";
import type { RecordedEvent } from "../transcript/events.js";
import { Recorder } from "../transcript/recorder.js";
import { playByHand, type HandPlay } from "../world/play-by-hand.js";
import type { Scenario } from "../world/scenario.js";

/** A scenario for programs that somebody starts by hand, or in a debugger. */
export interface ByHand extends Pick<HandPlay, "seed" | "commands" | "port" | "patience" | "rttMs"> {
  lab: Lab;
  played: LabScenario;
  /** Those of its checks that are judged, as far as what happens by hand is seen. */
  checks: Lab["checks"];
  paint: Paint;
  /** Ends all waiting. */
  stopped: AbortSignal;
}

/** Whom wiregrade plays, by the role of who is played with. */
const OTHERS: Record<string, string> = { server: "the client", client: "the server" };

/** What a client prints and how it ends is not seen, so that only what is on the wire can be judged. */
export function seenByHand(lab: Lab, { name, role }: Scenario): Lab["checks"] {
  const checks = lab.checks.filter((check) => check.scenario === name);
  const { listens, onTheWire } = lab.roles[role] ?? {};
  if (listens !== undefined) return checks;
  return onTheWire === undefined ? [] : checks.filter(({ at }) => at.startsWith(`${onTheWire}/`));
}

/** Plays the scenario, printing the dialogue as it happens, and then what came of the checks, which it resolves to. */
export async function byHand({ lab, played: { scenario, digest }, checks, paint, stopped, ...play }: ByHand): Promise<Verdict[]> {
  if (!hasProc && lab.roles[scenario.role]?.listens !== undefined)
    throw new WiregradeError("USAGE", `without /proc nobody sees when your ${scenario.role} is ready`, {
      mend: "play with it on Linux, in the Dev Container for instance",
    });
  const recorder = new Recorder(
    {
      ...{ type: "head", version: 1, lab: lab.name, scenario: scenario.name, scenarioDigest: digest, role: scenario.role, mode: "whole", trial: 1 },
      seed: play.seed,
      submission: { name: "by hand", digest: "" },
      startedAt: new Date().toISOString(),
    },
    null,
  );
  const seen: RecordedEvent[] = [];
  console.log(`${paint.bold(`${lab.name}, scenario ${scenario.name}`)}: wiregrade is ${OTHERS[scenario.role] ?? "everybody else"}; Ctrl-C ends`);
  using _ = ignoringWhatIsBrokenOff(stopped);
  const end = await playByHand({
    ...play,
    scenario,
    emit(event) {
      if (stopped.aborted) return;
      recorder.emit(event);
      const recorded = recorder.last as RecordedEvent;
      seen.push(recorded);
      if (recorded.type === "spawn" || recorded.type === "stdin") return;
      for (const line of linesOf([recorded], seen, new Set())) console.log(dialogueRow(line, paint));
    },
    say: (text) => console.log(paint.cyan(text)),
    stopped,
  });
  if (end.outcome === "aborted") throw new WiregradeError("HARNESS_FAULT", end.reason ?? "the scenario broke off");
  if (end.outcome === "cut-short" && !seen.some(({ type }) => type === "data" || type === "datagram")) return [];
  const transcript = await recorder.finish("played", null);
  for (const line of lab.drawings?.[scenario.name]?.(transcript) ?? []) console.log(line);
  // By itself: what a check requires may be of another scenario.
  const alone = checks.map((check) => ({ ...check, requires: [] }));
  const verdicts = judgeAll(alone, new Map([[scenario.name, [judgedRun(lab, transcript, viewValidator(lab.viewSchema))]]]), new Map(), lab.viewSchema);
  if (verdicts.length > 0) console.log("");
  for (const verdict of verdicts) {
    console.log(verdictLine(verdict, paint));
    if (verdict.cause !== null) for (const line of failureText(verdict.check, { ...verdict.cause, dialogue: [] }, paint)) console.log(`    ${line}`);
  }
  return verdicts;
}

/** Of several things that a scenario waits for at once, all are broken off, and it hears of one. */
function ignoringWhatIsBrokenOff(stopped: AbortSignal): Disposable {
  const heard = (reason: unknown) => {
    if (!stopped.aborted) throw reason;
  };
  process.on("unhandledRejection", heard);
  return { [Symbol.dispose]: () => void process.off("unhandledRejection", heard) };
}
