import { expect, test } from "@jest/globals";
import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { readResults, readTranscripts } from "../batch/results-folder.js";
import { loadLab } from "../lab/load-lab.js";
import { rejudge } from "../pipeline.js";
import type { Result } from "../score/result.js";
import { example, folderWith, start, wiregrade, ORDINARY } from "./run-cli.js";

const node = { server: "node server.mjs", client: "node client.mjs" };

test("a batch: right, wrong, broken and unfinished submissions, each with what it earned; and the same again from its transcripts", async () => {
  using folder = folderWith({
    "no-client/wiregrade.json": JSON.stringify({ lab: "udp-echo", commands: { server: "node server.mjs" } }),
    "build-fails/wiregrade.json": JSON.stringify({ lab: "udp-echo", build: "node build.mjs", commands: node }),
    "build-fails/build.mjs": "console.error('server.c:3: expected ;'); process.exit(1)",
    "wrong-lab/wiregrade.json": JSON.stringify({ lab: "tcp-echo", commands: node }),
  });
  const right = example("udp-echo", "right-javascript");
  for (const name of ["right", "no-client"])
    cpSync(right, join(folder.path, name), { recursive: true, filter: (path) => name === "right" || !path.endsWith("wiregrade.json") });
  const out = join(folder.path, "grades");
  const submissions = ["right", "no-client", "build-fails", "wrong-lab"].map((name) => join(folder.path, name));
  const { code, stdout, stderr } = await wiregrade(["grade", "udp-echo", ...submissions, "--out", out, "--seed", "s", "--jobs", "4", ...ORDINARY]);

  expect(code).toBe(2);
  expect(stderr).toMatch(/^error: wrong-lab \(.*wrong-lab\): is a submission for "tcp-echo".*\n$/);
  expect(stdout).toMatch(/right +100\/100/);
  expect(stdout).toMatch(/build-fails +0\/100 +the build failed: exit status 1/);
  const results = new Map((await readResults(out)).map((result) => [result.submission.name, result]));
  expect([...results.keys()]).toEqual(["build-fails", "no-client", "right", "wrong-lab"]);
  expect(results.get("right")).toMatchObject({ score: 100, maxScore: 100, complete: true, isolation: "process", seed: "s" });
  expect(results.get("build-fails")).toMatchObject({ score: 0, complete: true, build: { output: "server.c:3: expected ;\n" } });
  expect(results.get("build-fails")?.verdicts[0]?.cause?.detail).toEqual(["server.c:3: expected ;"]);
  expect(results.get("wrong-lab")).toMatchObject({ score: 0, fault: { stage: "manifest" } });
  const unfinished = results.get("no-client");
  expect(unfinished?.verdicts.filter(({ role }) => role === "server").every(({ status }) => status === "pass")).toBe(true);
  expect(new Set(unfinished?.verdicts.filter(({ role }) => role === "client").map(({ cause }) => cause?.message))).toEqual(new Set(["no command for client"]));
  expect(readFileSync(join(out, "grades.csv"), "utf8").split("\r\n")).toHaveLength(6);
  expect(existsSync(join(out, "summary.json"))).toBe(true);

  const again = await wiregrade(["regrade", out]);
  expect(again).toMatchObject({ code: 0, stdout: "0 of 4 scores would change\n" });

  // A point value that changes in the rubric shows at once, without running anything.
  const lab = await loadLab("udp-echo", { hidden: true });
  const checks = lab.checks.map((check) => (check.id === "answers-in-upper-case" ? { ...check, points: check.points - 3 } : check));
  const stored = results.get("right") as Result;
  const { result, stale } = rejudge({ ...lab, checks }, stored, await readTranscripts(out, stored));
  expect({ score: result.score, stale }).toEqual({ score: 97, stale: null });

  // A transcript of a scenario that has changed since is named, and not judged.
  const scenarios = new Map([...lab.scenarios].map(([name, one]) => [name, name === "one-datagram" ? { ...one, digest: "other" } : one]));
  expect(rejudge({ ...lab, scenarios }, stored, await readTranscripts(out, stored)).stale).toBe(
    "has runs of scenarios that have changed since: one-datagram.whole.1",
  );

  // Nor is what is left when one is lost.
  rmSync(join(out, "right", "transcripts", "one-datagram.whole.1.jsonl"));
  const text = readFileSync(join(out, "right", "result.json"), "utf8");
  const lost = await wiregrade(["regrade", out, "--write"]);
  expect(lost.stdout).toBe(
    "stale right: has no readable transcript of one-datagram.whole.1; left as it is\n0 of 3 scores changed; 1 stale\n" +
      `grade it again with: rm ${out}/right/result.json; npx wiregrade grade udp-echo --out ${out} --resume\n`,
  );
  expect(lost).toMatchObject({ code: 3, stderr: "" });
  expect(readFileSync(join(out, "right", "result.json"), "utf8")).toBe(text);
  // On a busy machine what is not complete is graded once more.
}, 180_000);

test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("%s during a build stores nothing of it", async (signal) => {
  using folder = folderWith({
    "slow/wiregrade.json": JSON.stringify({ lab: "udp-echo", build: "node build.mjs", commands: node }),
    "slow/build.mjs": "import { writeFileSync } from 'node:fs'; writeFileSync(process.env.HOME + '/../../../started', ''); setTimeout(() => {}, 60000);",
  });
  const out = join(folder.path, "grades");
  const batch = start("cli.js", ["grade", "udp-echo", join(folder.path, "slow"), "--out", out, ...ORDINARY], { env: { TMPDIR: folder.path } });
  while (!readdirSync(folder.path, { recursive: true }).some((path) => String(path).endsWith("started"))) await new Promise((resolve) => setImmediate(resolve));
  batch.kill(signal);
  const { code, stdout } = await batch.outcome;
  expect(code).toBe(130);
  expect(stdout).toMatch(/interrupted: 0 of 1 are graded/);
  expect(readdirSync(out).sort()).toEqual(["batch.json", "grades.csv", "summary.json"]);
  expect(readdirSync(folder.path).sort()).toEqual(["grades", "slow"]);
});
