import { readFileSync, rmSync } from "node:fs";
import { paintFor, type Paint } from "../report/paint.js";
import { scoreLine, verdictLine } from "../report/verdict-list.js";
import { scoreOf } from "../score/score.js";
import { outcomeFile, type SessionOutcome } from "./session.js";

/** jest's last reporter in a lab: the score by check. */
export default class ScoreReporter {
  constructor(private readonly globalConfig: { rootDir: string }) {}

  onRunStart(): void {
    rmSync(outcomeFile(this.globalConfig.rootDir), { force: true });
  }

  onRunComplete(): void {
    let outcome: SessionOutcome;
    try {
      outcome = JSON.parse(readFileSync(outcomeFile(this.globalConfig.rootDir), "utf8")) as SessionOutcome;
    } catch {
      // Nothing was judged; jest has said why.
      return;
    }
    const paint = paintFor(process.stderr);
    const { verdicts } = outcome;
    const lines = [...new Set(verdicts.map(({ role }) => role))].flatMap((role) => {
      const own = verdicts.filter((verdict) => verdict.role === role);
      const { score, maxScore } = scoreOf(own);
      const judged = own.filter(({ status }) => status !== "skip").map((verdict) => verdictLine(verdict, paint));
      return [`${paint.bold(role)}  ${score} of ${maxScore}`, ...[...judged, ...skippedLines(own, paint)].map((line) => `  ${line}`)];
    });
    const total = `${outcome.lab}: ${scoreLine(scoreOf(verdicts), outcome.hiddenPoints, paint)}`;
    const seed = paint.dim(`the same inputs again: npm test -- --seed ${outcome.seed}; what went over the wire: .wiregrade/transcripts`);
    const left = outcome.leftOut === null ? [] : [paint.dim(outcome.leftOut)];
    process.stderr.write(`\n${[...lines, "", total, ...left, seed].join("\n")}\n`);
  }
}

/** Checks that wait for the same one: a line for them, with what that is. */
function skippedLines(verdicts: SessionOutcome["verdicts"], paint: Paint): string[] {
  const skipped = verdicts.filter(({ status }) => status === "skip");
  return [...new Set(skipped.map(({ reason }) => reason))].map((reason) => {
    const same = skipped.filter((verdict) => verdict.reason === reason);
    const points = `0/${same.reduce((sum, { maxPoints }) => sum + maxPoints, 0)}`.padStart(6);
    return `${paint.yellow("-")} ${paint.dim(points)}  ${same.length === 1 ? (same[0]?.title ?? "") : `${same.length} more`}, ${paint.dim(`skipped: ${reason ?? ""}`)}`;
  });
}
