import { describe, expect, test } from "@jest/globals";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { errorCode } from "../errors.js";
import type { BatchState } from "../batch/batch-state.js";
import { readResults } from "../batch/results-folder.js";
import { loadLab } from "../lab/load-lab.js";
import { processesMarkedBy, procStat } from "../process/proc.js";
import { commandLine, SOME_ANSWERS, workersAmong } from "./killed-batch.js";
import { folderWith, start, wiregrade, type Outcome, ORDINARY } from "./run-cli.js";

/** Servers that answer right, so many times, and a client that does nothing: some points, in a few seconds. */
const manifest = JSON.stringify({ lab: "udp-echo", commands: {} });
const COMMAND = ["--command", "server=python3 server.py"];

function submissions(...replies: number[]): Record<string, string> {
  return Object.fromEntries(
    replies.flatMap((count) => [
      [`r${count}/wiregrade.json`, manifest],
      [`r${count}/server.py`, SOME_ANSWERS],
      [`r${count}/replies`, `${count}`],
    ]),
  );
}

const lab = await loadLab("udp-echo", { hidden: true });
const stateOf = (out: string) => JSON.parse(readFileSync(join(out, "batch.json"), "utf8")) as BatchState;

/** What must be the same however often a batch was killed: not times, not ports. */
async function essence(out: string): Promise<unknown> {
  const results = await readResults(out);
  return results.map(({ submission, seed, score, complete, runs, verdicts }) => ({
    ...{ submission, seed, score, complete },
    runs: runs.map(({ run, outcome }) => [run, outcome]),
    verdicts: verdicts.map(({ check, status, points }) => [check, status, points]),
    transcripts: readdirSync(join(out, submission.name, "transcripts")).sort(),
  }));
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

const partials = (out: string) => readdirSync(out, { recursive: true }).filter((path) => String(path).includes(".partial"));
const resultFiles = (out: string) => readdirSync(out).map((name) => join(out, name, "result.json")).filter((file) => existsSync(file)); // prettier-ignore

const isAlive = (pid: number) => !["Z", "X", undefined].includes(procStat(pid)?.state);

/** Whether a worker has a student's program running; then it is stopped, so that it stays so until it is killed. */
function isCaughtAtWork(scratch: string): boolean {
  const workers = workersAmong(processesMarkedBy(scratch));
  for (const pid of workers) signal(pid, "SIGSTOP");
  if (processesMarkedBy(scratch).some((pid) => commandLine(pid).includes("server.py") && isAlive(pid))) return true;
  for (const pid of workers) signal(pid, "SIGCONT");
  return false;
}

/** It may have ended meanwhile. */
function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (errorCode(error) !== "ESRCH") throw error;
  }
}

/** Kills a coordinator and, at the same moment, its workers: nobody is left to clean up. Resolves to students' processes that it leaves. */
async function killAll(batch: { kill(signal: NodeJS.Signals): void; outcome: Promise<Outcome> }, scratch: string): Promise<number[]> {
  const marked = processesMarkedBy(scratch);
  const workers = workersAmong(marked);
  batch.kill("SIGKILL");
  for (const pid of workers) signal(pid, "SIGKILL");
  await batch.outcome;
  return marked.filter((pid) => !workers.includes(pid) && isAlive(pid));
}

test("a batch that is killed again and again comes to the same as one that is not, grades nothing twice, and leaves nothing behind", async () => {
  using folder = folderWith(submissions(1, 2, 900));
  const paths = [1, 2, 900].map((count) => join(folder.path, `r${count}`));
  const args = ["grade", "udp-echo", ...COMMAND, ...ORDINARY, "--seed", "s"];
  const [calm, out] = [join(folder.path, "calm"), join(folder.path, "out")];
  expect(await wiregrade([...args, ...paths, "--jobs", "3", "--out", calm])).toMatchObject({ code: 0, stderr: "" });

  const scratches: string[] = [];
  let orphans = 0;
  /** Starts the batch, or goes on with it, and kills it as soon as something is so. */
  async function killedWhen(begin: string[], condition: (scratch: string) => boolean): Promise<void> {
    const before = existsSync(join(out, "batch.json")) ? stateOf(out).scratch : null;
    const batch = start("cli.js", [...begin, "--jobs", "2", "--out", out]);
    await until(() => existsSync(join(out, "batch.json")) && stateOf(out).scratch !== before);
    const { scratch } = stateOf(out);
    scratches.push(scratch);
    await until(() => condition(scratch));
    orphans += (await killAll(batch, scratch)).length;
  }
  const resume = ["grade", "udp-echo", "--resume"];
  // Before a worker has begun; while programs run; when one result is stored.
  await killedWhen([...args, ...paths], () => true);
  await killedWhen(resume, isCaughtAtWork);
  await killedWhen([...resume, ...paths], () => resultFiles(out).length > 0);
  expect(orphans).toBeGreaterThan(0);
  const whole = resultFiles(out);
  const inodes = whole.map((file) => statSync(file).ino);
  expect(whole.length).toBeLessThan(3);

  const last = await wiregrade([...resume, "--out", out, "--jobs", "3"]);
  expect(last).toMatchObject({ code: 0, stderr: "" });
  expect(last.stdout).toContain(`${whole.length} graded before`);
  expect(whole.map((file) => statSync(file).ino)).toEqual(inodes);
  expect(await essence(out)).toEqual(await essence(calm));
  for (const file of ["grades.csv"]) expect(readFileSync(join(out, file), "utf8")).toBe(readFileSync(join(calm, file), "utf8"));
  for (const scratch of [...scratches, stateOf(out).scratch]) {
    expect(existsSync(scratch)).toBe(false);
    expect(processesMarkedBy(scratch)).toEqual([]);
  }
  expect(partials(out)).toEqual([]);

  // Nothing is left: done at once. Then a late submission.
  expect((await wiregrade([...resume, "--out", out])).stdout).toMatch(/3 submissions, 3 graded before/);
  mkdirSync(join(folder.path, "late"));
  writeFileSync(join(folder.path, "late", "wiregrade.json"), manifest);
  const late = await wiregrade([...resume, join(folder.path, "late"), "--out", out]);
  expect(late.stdout).toMatch(/4 submissions, 3 graded before/);
  expect((await readResults(out)).map(({ submission }) => submission.name)).toEqual(["late", "r1", "r2", "r900"]);
  expect(whole.map((file) => statSync(file).ino)).toEqual(inodes);
}, 180_000);

test("Ctrl-C leaves a batch that can be resumed, and says how; while it runs, nobody else can", async () => {
  using folder = folderWith({ ...submissions(1), "slow/wiregrade.json": JSON.stringify({ lab: "udp-echo", build: "node build.mjs", commands: {} }), "slow/build.mjs": "import { existsSync } from 'node:fs'; if (!existsSync('fast')) setInterval(() => {}, 1000);" }); // prettier-ignore
  const out = join(folder.path, "it's out");
  const batch = start("cli.js", [
    "grade",
    "udp-echo",
    ...COMMAND,
    ...ORDINARY,
    join(folder.path, "r1"),
    join(folder.path, "slow"),
    "--jobs",
    "2",
    "--out",
    out,
  ]);
  await batch.printed("r1   ");
  const scratch = stateOf(out).scratch;
  const second = await wiregrade(["grade", "udp-echo", "--out", out, "--resume"]);
  expect(second).toMatchObject({ code: 2, stdout: "" });
  expect(second.stderr).toMatch(/^error: .*it's out: a batch is being graded there right now, by process \d+; .*\n$/);
  batch.kill("SIGINT");
  const { code, stdout } = await batch.outcome;
  expect(code).toBe(130);
  expect(stdout).toContain(`interrupted: 1 of 2 are graded; go on with: npx wiregrade grade udp-echo --out '${out.replace("'", `'\\''`)}' --resume\n`);
  expect({ scratch: existsSync(scratch), slow: existsSync(join(out, "slow")), temporary: readdirSync(tmpdir()).includes(scratch) }).toEqual({
    ...{ scratch: false, slow: false, temporary: false },
  });
  writeFileSync(join(folder.path, "slow", "fast"), "");
  expect(await wiregrade(["grade", "udp-echo", "--out", out, "--resume"])).toMatchObject({ code: 0, stderr: "" });
  expect((await readResults(out)).map(({ submission, complete }) => [submission.name, complete])).toEqual([
    ["r1", true],
    ["slow", true],
  ]);
});

describe("a batch that cannot be resumed as asked: one line, exit code 2, nothing is touched", () => {
  test.each<[string, string[], RegExp, ((state: BatchState) => BatchState)?]>([
    ["another lab", ["tcp-echo"], /that batch was started for the lab udp-echo; /],
    ["another seed", ["udp-echo", "--seed", "t"], /was started with --seed s; /],
    ["another command", ["udp-echo", "--command", "server=./s"], /was started without --command server=/],
    ["a shard", ["udp-echo", "--shard", "1/2"], /was started without --shard; /],
    ["a lab that has changed", ["udp-echo"], /the lab udp-echo has changed since that batch was started; /, (state) => ({ ...state, labDigest: "0" })],
    ["a submission of that name elsewhere", ["udp-echo", "other/r1"], /in that batch "r1" is .*\/r1; /],
    ["a new submission in a shard", ["udp-echo", "a"], /shard 1\/1 was started without "a"; /, (state) => ({ ...state, shard: { index: 1, of: 1 } })],
    ["names that lead elsewhere", ["udp-echo"], /batch\.json: is not a batch/, (state) => ({ ...state, submissions: [{ name: "../..", source: "/" }] })],
  ])("%s", async (_, args, words, change = (state) => state) => {
    using folder = folderWith({ "r1/wiregrade.json": manifest, "other/r1/wiregrade.json": manifest, "a/wiregrade.json": manifest });
    const out = join(folder.path, "out");
    const state: BatchState = { version: 1, lab: "udp-echo", labDigest: "", seed: "s", commands: {}, shard: null, isolation: "process", submissions: [{ name: "r1", source: join(folder.path, "r1") }], scratch: "/nowhere", startedAt: "" }; // prettier-ignore
    mkdirSync(out);
    const fresh = { ...state, labDigest: lab.digest };
    writeFileSync(join(out, "batch.json"), JSON.stringify(change(fresh)));
    const outcome = await wiregrade(["grade", ...args, "--resume", "--out", "out"], { cwd: folder.path });
    expect(outcome.stderr).toMatch(/^error: .+; .+\n$/);
    expect(outcome.stderr).toMatch(words);
    expect(outcome).toMatchObject({ code: 2, stdout: "" });
    expect(readdirSync(out)).toEqual(["batch.json"]);
  });

  test.each([
    ["without --out", ["udp-echo", "--resume"], /--resume needs --out; /],
    ["where there is no batch", ["udp-echo", "--resume", "--out", "/nowhere/at/all"], /no batch was started there; /],
  ])("%s", async (_, args, words) => {
    const { code, stderr } = await wiregrade(["grade", ...args]);
    expect(stderr).toMatch(words);
    expect(code).toBe(2);
  });
});

test("shards of a batch grade each submission once", async () => {
  const names = ["a", "b", "c"];
  using folder = folderWith(Object.fromEntries(names.map((name) => [`${name}/wiregrade.json`, manifest])));
  const graded: string[][] = [];
  for (const shard of ["1/2", "2/2"]) {
    const out = join(folder.path, `out${shard[0]}`);
    const { code, stdout } = await wiregrade([
      "grade",
      "udp-echo",
      ...names.map((name) => join(folder.path, name)),
      "--shard",
      shard,
      "--out",
      out,
      ...ORDINARY,
    ]);
    expect(code).toBe(0);
    expect(stdout).toContain(` in shard ${shard}, `);
    graded.push((await readResults(out)).map(({ submission }) => submission.name));
    expect(stateOf(out).shard).toEqual({ index: Number(shard[0]), of: 2 });
  }
  expect(graded).toEqual([["a", "c"], ["b"]]);
});
