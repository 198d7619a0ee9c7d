import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startBatch, type BatchEnd } from "../batch/grade-batch.js";
import { readStored } from "../batch/results-folder.js";
import { loadLab } from "../lab/load-lab.js";
import { processesMarkedBy } from "../process/proc.js";
import { folderWith } from "./run-cli.js";

/** Real workers that do not live to tell. A build runs as a child of its worker, which is how it gets at it. */

const lab = await loadLab("udp-echo", { hidden: true });
const manifest = JSON.stringify({ lab: "udp-echo", build: "node build.mjs", commands: { server: "node server.mjs" } });
const KILL = "process.kill(process.ppid, 'SIGKILL'); setInterval(() => {}, 1000);";

let out: string;
beforeEach(() => void (out = mkdtempSync(join(tmpdir(), "wiregrade-test-"))));
afterEach(() => rmSync(out, { recursive: true }));

/** Grades submissions of which only the build matters: name to build.mjs. */
async function batchOf(builds: Record<string, string>, more: { limitMs?: number; canary?: string } = {}): Promise<BatchEnd> {
  using folder = folderWith(
    Object.fromEntries(
      Object.entries(builds).flatMap(([name, build]) => [
        [`${name}/wiregrade.json`, manifest],
        [`${name}/build.mjs`, build],
      ]),
    ),
  );
  const scratch = join(out, ".scratch");
  const submissions = Object.keys(builds).map((name) => ({ name, source: join(folder.path, name) }));
  const options = {
    lab,
    seed: "s",
    commands: {},
    runsAtOnce: 2,
    limitMs: more.limitMs ?? 60_000,
    isolation: "process" as const,
    out,
    scratch,
    submissions,
    jobs: 2,
  };
  const canary = more.canary === undefined ? null : join(folder.path, more.canary);
  const end = await startBatch({ ...options, canary, hear: () => undefined }).done;
  expect(processesMarkedBy(scratch)).toEqual([]);
  expect(existsSync(scratch) ? readdirSync(scratch) : []).toEqual([]);
  return end;
}

test("a worker that is killed costs its submission one attempt more; one that always is, costs no other submission anything", async () => {
  const once = join(out, ".once");
  const end = await batchOf({
    always: KILL,
    once: `import { existsSync, writeFileSync } from "node:fs"; if (existsSync(${JSON.stringify(once)})) process.exit(1); writeFileSync(${JSON.stringify(once)}, ""); ${KILL}`,
    plain: "process.exit(1)",
  });
  expect(end).toBeNull();
  expect(await readStored(out, "plain")).toMatchObject({ complete: true, build: { status: "failed" } });
  expect(await readStored(out, "once")).toMatchObject({ complete: true, build: { status: "failed" } });
  const always = await readStored(out, "always");
  expect(always).toMatchObject({ complete: false, score: 0, fault: null });
  expect(new Set(always?.verdicts.map(({ status }) => status))).toEqual(new Set(["error"]));
  expect(always?.problems[0]?.message).toBe("the worker of always ended (SIGKILL) without a result");
});

test("a worker that takes too long is killed with all that it has started, and the batch goes on", async () => {
  const end = await batchOf({ endless: "setInterval(() => {}, 1000)", plain: "process.exit(1)" }, { limitMs: 8000 });
  expect(end).toBeNull();
  expect((await readStored(out, "plain"))?.complete).toBe(true);
  expect((await readStored(out, "endless"))?.problems[0]?.message).toBe("the worker of endless ended (killed after 8 s) without a result");
});

test("a reference solution that loses points stops the batch before it begins", async () => {
  const end = await batchOf({ plain: "process.exit(1)" }, { canary: "plain" });
  expect(end).toMatchObject({ code: "MACHINE_UNFIT" });
  expect(readdirSync(out).filter((name) => name !== ".scratch")).toEqual([".canary"]);
});
