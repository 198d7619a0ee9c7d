import { describe, expect, test } from "@jest/globals";
import { join } from "node:path";
import { ORDINARY_JOB } from "../batch/job.js";
import { startWorker } from "../batch/run-worker.js";
import { loadLab, type Lab } from "../lab/load-lab.js";
import { NULL_KINDS, writeNullSubmission } from "../proof/null-panel.js";
import { folderWith } from "./run-cli.js";

const names = ["tcp-echo", "udp-echo"];
const labs = new Map(await Promise.all(names.map(async (name) => [name, await loadLab(name, { hidden: true })] as const)));

/** Core checks only, which is quick; `wiregrade prove` asks for all of them. */
describe.each(names)("no core check of %s passes for a program that does nothing right", (name) => {
  test.concurrent.each([...NULL_KINDS])("%s", async (kind) => {
    using folder = folderWith({});
    const lab = labs.get(name) as Lab;
    await writeNullSubmission(lab, kind, join(folder.path, "submission"));
    const checks = lab.checks.filter(({ level }) => level === "core").map(({ id }) => id);
    const { result } = startWorker(
      {
        ...ORDINARY_JOB,
        ...{ lab: name, folder: join(folder.path, "submission"), name: kind, seed: "null", checks, scratch: join(folder.path, "scratch"), runsAtOnce: 20 },
      },
      () => undefined,
    );
    const { verdicts } = await result;
    expect(verdicts).toHaveLength(checks.length);
    expect(verdicts.filter(({ status }) => status !== "fail" && status !== "skip").map(({ check, status, reason }) => ({ check, status, reason }))).toEqual([]);
  });
});
