import { describe, expect, test } from "@jest/globals";
import { judgeAll } from "../judge/judge-all.js";
import type { Verdict } from "../judge/verdict.js";
import type { Lab } from "../lab/load-lab.js";
import { absentRoles, brokenResult, makeResult, unstartedResult } from "./make-result.js";
import type { Result } from "./result.js";

const check = (id: string, role: string, requires: string[] = []) => ({
  ...{ id, title: `does ${id}`, role, level: "core" as const, points: 10, scenario: id, at: "", schema: { type: "object" } },
  ...{ clause: "notes 1", hint: "Do it.", requires, visibility: "visible" as const },
});
const lab = {
  ...{ name: "echo", title: "Echo", folder: "", roles: { server: { args: ["port"] }, client: { args: [] } }, dissect: () => ({}) },
  ...{ checks: [check("a", "server"), check("b", "client", ["a"])], hiddenPoints: 0, hasHidden: false, viewSchema: {}, scenarios: new Map(), digest: "d" },
} as Lab;
const submission = { submission: { name: "ada", digest: "" }, seed: "1", startedAt: "2025-01-01T00:00:00.000Z", isolation: "process" as const };
const ok: Result["build"] = { command: "make", status: "ok", reason: null, output: "", durationMs: 1 };
const failed: Result["build"] = {
  command: "make",
  status: "failed",
  reason: "exit status 2",
  output: `${Array.from({ length: 30 }, (_, i) => `line ${i}`).join("\n")}\n\n`,
  durationMs: 1,
};

describe("roles that cannot be run", () => {
  test("have no command", () => {
    expect(absentRoles(lab, { commands: { server: "./s" }, build: ok, missing: {}, fault: null })).toEqual(
      new Map([["client", { message: "no command for client" }]]),
    );
  });

  test("were not built: all of them, with the last lines of the build", () => {
    const absent = absentRoles(lab, { commands: { server: "./s" }, build: failed, missing: {}, fault: null });
    expect([...absent.keys()]).toEqual(["server", "client"]);
    expect(absent.get("server")?.message).toBe("the build failed: make: exit status 2");
    expect(absent.get("server")?.detail).toEqual(Array.from({ length: 20 }, (_, i) => `line ${i + 10}`));
  });

  test("belong to a submission that could not be read", () => {
    const absent = absentRoles(lab, { commands: {}, build: failed, missing: {}, fault: { stage: "manifest", message: "there is none" } });
    expect([...absent.values()]).toEqual([{ message: "there is none" }, { message: "there is none" }]);
  });
});

test("a submission that cannot be started fails every check, with the reason", () => {
  const result = unstartedResult(lab, submission, { stage: "manifest", message: "ada/wiregrade.json: there is none" });
  expect(result).toMatchObject({ score: 0, maxScore: 20, complete: true, fault: { stage: "manifest" }, runs: [], problems: [] });
  expect(result.verdicts.map((verdict) => [verdict.status, verdict.cause?.message])).toEqual(
    lab.checks.map(() => ["fail", "ada/wiregrade.json: there is none"]),
  );
});

test("a submission that we failed to grade loses nothing, and is incomplete", () => {
  const result = brokenResult(lab, submission, "the worker ended");
  expect(result).toMatchObject({ score: 0, maxScore: 20, complete: false, fault: null });
  expect(result.verdicts.map((verdict) => verdict.status)).toEqual(["error", "error"]);
  expect(result.problems).toEqual([
    { check: "a", run: null, message: "the worker ended" },
    { check: "b", run: null, message: "the worker ended" },
  ]);
});

test("problems are ours alone: runs that we aborted, checks that we could not judge", () => {
  const [first] = brokenResult(lab, submission, "starved").verdicts as [Verdict, Verdict];
  const run = (name: string, outcome: Result["runs"][number]["outcome"], reason: string | null) => ({ run: name, outcome, reason, durationMs: 1 });
  const runs = [run("a.whole.1", "played", null), run("a.bytes.1", "aborted", "EADDRINUSE"), run("b.whole.1", "cut-short", "no command for client")];
  const pass: Verdict = { ...first, check: "b", status: "pass", reason: null, points: 10 };
  const result = makeResult({ lab, verdicts: [first, pass], head: { ...submission, commands: {}, build: ok, missing: {}, fault: null }, durationMs: 5, runs });
  expect(result.problems).toEqual([
    { check: null, run: "a.bytes.1", message: "EADDRINUSE" },
    { check: "a", run: null, message: "starved" },
  ]);
  expect(result).toMatchObject({ version: 1, lab: "echo", labDigest: "d", score: 10, runs, tools: { node: process.version } });
});

test("what a compiler printed is stored once, and the other checks refer to it", () => {
  const stated = { ...submission, commands: {}, build: failed, missing: {}, fault: null };
  const verdicts = judgeAll(lab.checks, new Map(), absentRoles(lab, stated), lab.viewSchema);
  const causes = makeResult({ lab, verdicts, head: stated, durationMs: 0, runs: [] }).verdicts.map(({ cause }) => cause);
  expect(new Set(causes.map((cause) => cause?.message))).toEqual(new Set(["the build failed: make: exit status 2"]));
  expect(causes.map((cause) => cause?.detail?.length)).toEqual([20, undefined]);
  expect(causes[1]?.hint).toContain('stands with the check "does a" (server)');
});
