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
import type { Scenario, Stage } from "../world/scenario.js";

/** A scenario for programs that somebody starts by hand, or in a debugger. */
export interface ByHand extends Pick<HandPlay, "seed" | "commands" | "patience" | "rttMs"> {
  /** Of the first program that binds one; null: a free one. */
  port: number | null;
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

/** Hands the port out once, where one was asked for; whoever else binds one gets a free one. */
function withPort(stage: Stage, port: number | null): Stage {
  if (port === null) return stage;
  const free = stage.net.port.bind(stage.net);
  let given = false;
  stage.net.port = async (transport) => {
    if (given) return await free(transport);
    given = true;
    return { transport, number: port, toString: () => String(port) };
  };
  return stage;
}

/** Plays the scenario, printing the dialogue as it happens, and then what came of the checks, which it resolves to. */
export async function byHand({ lab, played: { scenario, digest }, checks, paint, port, stopped, ...play }: ByHand): Promise<Verdict[]> {
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
  const stop = rejectionOf(stopped);
  console.log(`${paint.bold(`${lab.name}, scenario ${scenario.name}`)}: wiregrade is ${OTHERS[scenario.role] ?? "everybody else"}; Ctrl-C ends`);
  const end = await playByHand({
    ...play,
    // Whoever waits on a socket, without a deadline, hears of nothing else.
    scenario: { ...scenario, play: async (stage) => await Promise.race([scenario.play(withPort(stage, port)), stop]) },
    port: null,
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

/** Rejects when the signal comes, as timers do that wait with it; nobody has to listen. */
function rejectionOf(stopped: AbortSignal): Promise<never> {
  const rejection = new Promise<never>((_, reject) => {
    stopped.addEventListener("abort", () => reject(Object.assign(new Error("stopped"), { code: "ABORT_ERR" })), { once: true });
  });
  rejection.catch(() => undefined);
  return rejection;
}
