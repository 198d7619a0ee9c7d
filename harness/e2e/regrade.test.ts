import { expect, test } from "@jest/globals";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readBatchState, writeBatchState, type BatchState } from "../batch/batch-state.js";
import { lockFolder } from "../batch/lock.js";
import { readTranscripts } from "../batch/results-folder.js";
import { loadLab } from "../lab/load-lab.js";
import { rejudge } from "../pipeline.js";
import { brokenResult, unstartedResult } from "../score/make-result.js";
import type { Result } from "../score/result.js";
import { folderWith, wiregrade } from "./run-cli.js";

const lab = await loadLab("udp-echo", { hidden: true });
const head = (name: string) => ({ submission: { name, digest: "" }, seed: "s", startedAt: "2025-01-02T03:04:05.678Z", isolation: "process" as const });
const broken = brokenResult(lab, head("eve"), "the worker of eve ended (SIGKILL) without a result");
const unstarted = unstartedResult(lab, head("bob"), { stage: "manifest", message: "bob: is no submission" });
/** Nothing could be run, and nothing of ours broke. */
const noCommands: Result = {
  ...unstartedResult(lab, head("ada"), { stage: "manifest", message: "" }),
  fault: null,
};

function stored(...results: Result[]): Disposable & { path: string } {
  return folderWith(Object.fromEntries(results.map((result) => [`${result.submission.name}/result.json`, JSON.stringify(result)])));
}

test("what was not graded stays so, whatever is stored of the others", async () => {
  using folder = stored(broken, unstarted);
  const { code, stdout, stderr } = await wiregrade(["regrade", folder.path, "--write"]);
  expect(stdout).toBe(
    "stale eve: was not graded (the worker of eve ended (SIGKILL) without a result); left as it is\n0 of 1 scores changed; 1 stale\n" +
      "grade it again in a new batch, with another --out\n",
  );
  expect({ code, stderr }).toEqual({ code: 3, stderr: "" });
  expect(readFileSync(join(folder.path, "eve", "result.json"), "utf8")).toBe(JSON.stringify(broken));
  expect(readFileSync(join(folder.path, "grades.csv"), "utf8")).toMatch(/\r\neve,0,\d+,0,false,/);
});

test("a submission without any command has no runs either, and is judged", () => {
  const { result, stale } = rejudge(lab, noCommands, []);
  expect(stale).toBeNull();
  expect(result).toMatchObject({ complete: true, score: 0, maxScore: broken.maxScore });
});

test("a scenario that is in the rubric since then makes no result smaller", () => {
  const { result, stale } = rejudge(lab, { ...noCommands, commands: { server: "./server" } }, []);
  expect(stale).toMatch(/^was graded without one-datagram, .* and \d+ more$/);
  expect(result.maxScore).toBe(noCommands.maxScore);
});

test("a program without a sign of life is played no further, and judged again by a rubric that asks for none only if it is graded again", async () => {
  using folder = folderWith({
    "mute/wiregrade.json": JSON.stringify({ lab: "udp-echo", commands: { server: "sleep 60", client: "sleep 60" } }),
  });
  const { code } = await wiregrade(["grade", "udp-echo", join(folder.path, "mute"), "--out", join(folder.path, "out"), "--no-canary"]);
  expect(code).toBe(0);
  const result = JSON.parse(readFileSync(join(folder.path, "out", "mute", "result.json"), "utf8")) as Result;
  expect(result).toMatchObject({ complete: true, score: 0, maxScore: broken.maxScore });
  const failed = result.verdicts.filter(({ status }) => status === "fail").map(({ check }) => check);
  expect(failed).toEqual(lab.checks.flatMap(({ id, requires }) => (requires.length === 0 ? [id] : [])));
  const scenarios = new Set(lab.checks.map(({ scenario }) => scenario));
  expect(result.runs.length).toBeLessThan(scenarios.size / 2);
  const transcripts = await readTranscripts(join(folder.path, "out"), result);
  expect(rejudge(lab, result, transcripts)).toMatchObject({ stale: null, result: { score: 0, verdicts: result.verdicts.map(({ status }) => ({ status })) } });
  const lenient = { ...lab, checks: lab.checks.map((check) => (failed.includes(check.id) ? { ...check, schema: {} } : check)) };
  expect(rejudge(lenient, result, transcripts).stale).toMatch(/^was graded without /);
});

test("what the machine could not host then is still not judged", () => {
  const reason = "this machine cannot use the loopback address 127.0.0.2";
  const verdicts = broken.verdicts.map((verdict) => ({ ...verdict, status: "skip" as const, reason }));
  const { result, stale } = rejudge(lab, { ...broken, commands: { server: "./server", client: "./client" }, verdicts, problems: [] }, []);
  expect(stale).toBeNull();
  expect(result).toMatchObject({ complete: false, verdicts: verdicts.map(({ check }) => ({ check, status: "skip", reason })) });
});

test("--write reads nothing while a batch is being graded there", async () => {
  using folder = stored({ ...unstarted, version: 2 as 1 });
  using _ = await lockFolder(folder.path);
  expect((await wiregrade(["regrade", folder.path, "--write"])).stderr).toMatch(/a batch is being graded there right now/);
});

test("--write in a folder that is not there: one line, exit code 2", async () => {
  expect(await wiregrade(["regrade", "/nowhere/at/all", "--write"])).toEqual({
    ...{ code: 2, stdout: "", stderr: "error: /nowhere/at/all: there is no such folder; check the path\n" },
  });
});

test("--write brings the batches to today's lab along with their results, whatever is still to be graded, but not past a result that stands as it was", async () => {
  const old = { ...unstarted, labDigest: "0".repeat(64) };
  const { runs: _, ...rest } = old;
  const lost: Result = { ...rest, fault: null, runs: [{ run: "one-datagram.whole.1", outcome: "played", reason: null, durationMs: 1 }] };
  using one = stored(old, broken);
  using two = stored({ ...lost, submission: { name: "dan", digest: "" } });
  const state: BatchState = { version: 1, lab: "udp-echo", labDigest: old.labDigest, seed: "s", commands: {}, shard: null, isolation: "process", submissions: [], scratch: "/nowhere", startedAt: "" }; // prettier-ignore
  for (const { path } of [one, two]) await writeBatchState(path, state);
  await writeBatchState(one.path, { ...state, submissions: ["bob", "eve", "new"].map((name) => ({ name, source: `/in/${name}` })) });
  const { code, stdout, stderr } = await wiregrade(["regrade", one.path, two.path, "--write"]);
  expect(stdout).toMatch(/^stale eve: .*\nstale dan: .*\n0 of 1 scores changed; 2 stale\n/);
  expect(stdout).toContain(`grade it again with: npx wiregrade grade udp-echo --out ${one.path} --resume\n`);
  expect(stdout).toContain("grade it again in a new batch, with another --out: the lab has changed since this one was started\n");
  expect(stderr).toBe(`warning: ${one.path}: 2 of 3 are not graded yet, or not completely: npx wiregrade grade udp-echo --out ${one.path} --resume\n`);
  expect(code).toBe(3);
  expect(await readBatchState(one.path)).toMatchObject({ labDigest: lab.digest, judgedAgain: true });
  expect((await readBatchState(two.path)).labDigest).toBe(old.labDigest);
});

test("what is stale in a batch of today's lab is graded again by the command that is told", async () => {
  const { runs: _, ...rest } = unstarted;
  const lost: Result = { ...rest, fault: null, runs: [{ run: "one-datagram.whole.1", outcome: "played", reason: null, durationMs: 1 }] };
  using folder = stored({ ...lost, submission: { name: "dan", digest: "" } });
  const submissions = [{ name: "dan", source: "/nowhere/dan" }];
  const state: BatchState = { version: 1, lab: "udp-echo", labDigest: lab.digest, seed: "s", commands: {}, shard: null, isolation: "process", submissions, scratch: "/nowhere", startedAt: "" }; // prettier-ignore
  await writeBatchState(folder.path, state);
  const { stdout } = await wiregrade(["regrade", folder.path]);
  expect(stdout).toContain(`grade it again with: rm ${folder.path}/dan/result.json; npx wiregrade grade udp-echo --out ${folder.path} --resume\n`);
});
