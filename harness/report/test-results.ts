import type { Cause, Verdict } from "../judge/verdict.js";
import type { Result } from "../score/result.js";

/** All that has ever hurt a terminal, a table, an XML parser, a spreadsheet or a log, in one name. */
export const HOSTILE =
  "=cmd()|\u001b[31mred\u001b]0;title\u0007 \u0000\u0008\u009b\r\n::error::x\n##[error]y ##vso[z] \ud800 \udfff \u202e\u2067\u200f\u061c \ufeff\uffff\ufffe\u2028 \u{1f600}\t" +
  "`a``b` ]]> <script>alert(1)</script> <img src=x onerror=y> &amp; \"q\" 'q' @everyone #1 [l](http://e.org) ![i](http://e.org/i.png) " +
  "https://e.org www.e.org a@e.org **b** \\| \\` {{lab}} end";

/** What must be nowhere in a report: characters that no reader sees; other than ends of lines. */
// eslint-disable-next-line no-control-regex
export const UNSEEN = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]|\p{Cs}/u;

/** A line that GitHub's or Azure's logs take for a command. */
export const LOG_COMMAND = /^\s*::[a-z]|##(vso)?\[/m;

export function makeCause(parts: Partial<Cause> = {}): Cause {
  return {
    message: "the reply is not in upper case",
    expected: null,
    actual: null,
    difference: null,
    at: "/exchanges/hello/reply",
    run: "one-client.whole.1",
    events: [5],
    dialogue: [],
    clause: "course notes 1.7.2",
    hint: "Turn a-z into A-Z.",
    ...parts,
  };
}

export function makeVerdict(check: string, parts: Partial<Verdict> = {}): Verdict {
  const status = parts.status ?? "pass";
  return {
    check,
    title: `title of ${check}`,
    role: "server",
    level: "core",
    scenario: "one-client",
    status,
    reason: null,
    points: status === "pass" ? 10 : 0,
    maxPoints: 10,
    visibility: "visible",
    cause: status === "fail" ? makeCause() : null,
    ...parts,
  };
}

/** A result with these verdicts; its score is their points. */
export function makeTestResult(name: string, verdicts: Verdict[], parts: Partial<Result> = {}): Result {
  const score = verdicts.reduce((sum, verdict) => sum + verdict.points, 0);
  return {
    version: 1,
    lab: "some-lab",
    submission: { name, digest: "0".repeat(64) },
    score,
    maxScore: verdicts.reduce((sum, verdict) => sum + verdict.maxPoints, 0),
    bonus: 0,
    complete: verdicts.every((verdict) => verdict.status !== "error"),
    isolation: "process",
    seed: "s",
    labDigest: "1".repeat(64),
    tools: { node: "v20", os: "linux", wiregrade: "0" },
    startedAt: "2025-01-02T03:04:05.678Z",
    durationMs: 1500,
    commands: { server: "./server" },
    build: { command: null, status: "none", reason: null, output: "", durationMs: 0 },
    missing: {},
    fault: null,
    runs: [{ run: "one-client.whole.1", outcome: "played", reason: null, durationMs: 900 }],
    verdicts,
    problems: [],
    ...parts,
  };
}

/** Three submissions with every kind of verdict, and as hostile as can be wherever a text is not ours. */
export function hostileResults(): Result[] {
  const difference = { offset: 1, expected: HOSTILE, actual: HOSTILE, caret: 1 };
  const cause = makeCause({ message: HOSTILE, expected: HOSTILE, actual: HOSTILE, difference, detail: [HOSTILE], stderr: [HOSTILE], run: HOSTILE });
  const dialogue = [{ event: 1, at: 2, side: "from-student" as const, who: HOSTILE, text: HOSTILE, marked: true }];
  return [
    makeTestResult(HOSTILE, [
      makeVerdict("a", { status: "fail", cause: { ...cause, dialogue } }),
      makeVerdict("b", { status: "skip", reason: HOSTILE }),
      makeVerdict("c", { status: "error", reason: HOSTILE }),
    ]),
    makeTestResult("::error::", [makeVerdict("a", { status: "fail", cause: { ...cause, difference: null, hint: HOSTILE, clause: HOSTILE }, title: HOSTILE })], {
      fault: { stage: "manifest", message: HOSTILE },
    }),
    makeTestResult("```", [makeVerdict("a")], { problems: [{ check: null, run: null, message: HOSTILE }], missing: { server: HOSTILE } }),
  ];
}
