import { release } from "node:os";
import { judgeAll, type AbsentRole } from "../judge/judge-all.js";
import type { Verdict } from "../judge/verdict.js";
import type { Lab } from "../lab/load-lab.js";
import type { BuildOutcome } from "../process/build.js";
import { wiregradeVersion } from "../text/package-root.js";
import type { Problem, Result, SubmissionFault } from "./result.js";
import { causesOnce } from "./causes-once.js";
import { scoreOf } from "./score.js";

/** What a stored result says of its submission: enough to judge its transcripts again. */
export type ResultHead = Pick<Result, "submission" | "seed" | "startedAt" | "isolation" | "commands" | "build" | "missing" | "fault">;

export function makeResult(parts: { lab: Lab; verdicts: Verdict[]; head: ResultHead; durationMs: number; runs: Result["runs"] }): Result {
  const { lab, verdicts, head, durationMs, runs } = parts;
  const problems: Problem[] = [
    ...runs.flatMap((run) => (run.outcome === "aborted" ? [{ check: null, run: run.run, message: run.reason ?? "aborted" }] : [])),
    ...verdicts.flatMap((verdict) => (verdict.status === "error" ? [{ check: verdict.check, run: null, message: verdict.reason ?? "not judged" }] : [])),
  ];
  return {
    version: 1,
    lab: lab.name,
    ...head,
    ...scoreOf(verdicts),
    labDigest: lab.digest,
    tools: { node: process.version, os: `${process.platform} ${release()}`, wiregrade: wiregradeVersion() },
    durationMs,
    runs,
    verdicts: causesOnce(verdicts),
    problems,
  };
}

const NO_BUILD: BuildOutcome = { command: null, status: "none", reason: null, output: "", durationMs: 0 };

/** The result of a submission that cannot even be started: no points, and why. */
export function unstartedResult(lab: Lab, head: Pick<ResultHead, "submission" | "seed" | "startedAt" | "isolation">, fault: SubmissionFault): Result {
  const stated = { ...head, build: NO_BUILD, commands: {}, missing: {}, fault };
  return makeResult({ lab, verdicts: judgeAll(lab.checks, new Map(), absentRoles(lab, stated), lab.viewSchema), head: stated, durationMs: 0, runs: [] });
}

/** The result of a submission that we failed to grade: every check is in error, none is lost. */
export function brokenResult(lab: Lab, head: Pick<ResultHead, "submission" | "seed" | "startedAt" | "isolation">, reason: string): Result {
  const verdicts = lab.checks.map(({ id, title, role, level, scenario, points, visibility }): Verdict => ({
    ...{ check: id, title, role, level, scenario, visibility },
    status: "error",
    reason,
    points: 0,
    maxPoints: points,
    cause: null,
  }));
  return makeResult({ lab, verdicts, head: { ...head, build: NO_BUILD, commands: {}, missing: {}, fault: null }, durationMs: 0, runs: [] });
}

/** Whether a result is one of those: without a run, only we can have left a check unjudged. Nothing can be judged again by it. */
export function isUngraded({ runs, verdicts }: Pick<Result, "runs" | "verdicts">): boolean {
  return runs.length === 0 && verdicts.some(({ status }) => status === "error");
}

/** Whether something is to be done about the submission itself, or the machine's programs: it was not graded, or not all of it, for what it is. */
export function hasBadInput({ complete, fault, missing }: Pick<Result, "complete" | "fault" | "missing">): boolean {
  return complete && (fault !== null || Object.keys(missing).length > 0);
}

/** Roles that cannot be run at all, and why: nothing was built, or there is no command. */
export function absentRoles(lab: Lab, { commands, build, missing, fault }: Pick<Result, "commands" | "build" | "missing" | "fault">): Map<string, AbsentRole> {
  const absent = new Map<string, AbsentRole>();
  for (const role of Object.keys(lab.roles)) {
    if (fault !== null) absent.set(role, { message: fault.message });
    else if (build.status === "failed")
      absent.set(role, { message: `the build failed: ${build.command ?? ""}: ${build.reason ?? ""}`, detail: build.output.trimEnd().split("\n").slice(-20) });
    else if (commands[role] === undefined) absent.set(role, { message: `no command for ${role}${strangeRoles(lab, commands)}` });
    else if (missing[role] !== undefined) absent.set(role, { message: missing[role] });
  }
  return absent;
}

/** Commands for roles that the lab does not have: a likely slip of the pen. */
function strangeRoles(lab: Lab, commands: Record<string, string>): string {
  const strange = Object.keys(commands).filter((role) => !Object.hasOwn(lab.roles, role));
  return strange.length === 0 ? "" : `, only for ${strange.map((role) => JSON.stringify(role)).join(", ")}`;
}
