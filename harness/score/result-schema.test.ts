import { ORDINARY_JOB } from "../batch/job.js";
import { describe, expect, test } from "@jest/globals";
import { Ajv2020 } from "ajv/dist/2020.js";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { loadLab } from "../lab/load-lab.js";
import { gradeSubmission } from "../pipeline.js";
import { packageFile } from "../text/package-root.js";
import { brokenResult, unstartedResult } from "./make-result.js";
import type { Result } from "./result.js";

const schema = JSON.parse(readFileSync(packageFile("harness", "score", "result.schema.json"), "utf8")) as object;
const validate = new Ajv2020({ strict: true, strictTypes: false, allErrors: true }).compile(schema);

/** As it is stored. */
function problemsOf(result: Result): unknown[] {
  return validate(JSON.parse(JSON.stringify(result))) === true ? [] : (validate.errors ?? []);
}

async function grade(folder: string, checks: string[]): Promise<Result> {
  const scratch = await mkdtemp(join(tmpdir(), "wiregrade-test-"));
  try {
    const job = { ...ORDINARY_JOB, lab: "tcp-echo", folder, name: basename(folder), seed: "1", hidden: false, checks, scratch, runsAtOnce: 2 };
    return await gradeSubmission(job, () => undefined);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

const examples = packageFile("reference", "tcp-echo", "examples");

// Students' copies come without reference/.
(existsSync(examples) ? describe : describe.skip)("a result holds", () => {
  test("of a program that is right", async () => {
    const result = await grade(join(examples, "never-shuts-down-javascript"), ["answers-in-upper-case"]);
    expect(new Set(result.verdicts.map((verdict) => verdict.status))).toEqual(new Set(["pass"]));
    expect(problemsOf(result)).toEqual([]);
  });

  test("of one that is wrong, with the cause", async () => {
    const result = await grade(join(examples, "never-shuts-down-javascript"), ["client-shuts-down"]);
    const failure = result.verdicts.find((verdict) => verdict.status === "fail");
    expect(failure?.cause?.dialogue.length).toBeGreaterThan(0);
    expect(failure?.cause?.events.length).toBeGreaterThan(0);
    expect(problemsOf(result)).toEqual([]);
  });
});

describe("a result holds of a submission", () => {
  const submission = { submission: { name: "ada", digest: "" }, seed: "1", startedAt: "2025-01-01T00:00:00.000Z", isolation: "process" as const };

  test("that could not be started, or that we could not grade", async () => {
    const lab = await loadLab("tcp-echo", { hidden: false });
    expect(problemsOf(unstartedResult(lab, submission, { stage: "manifest", message: "there is none" }))).toEqual([]);
    const broken = brokenResult(lab, submission, "the worker ended");
    expect(problemsOf(broken)).toEqual([]);
    expect(validate({ ...broken, more: 1 })).toBe(false);
    expect(validate({ ...broken, bonus: 11 })).toBe(false);
    expect(validate({ ...broken, verdicts: broken.verdicts.map((verdict) => ({ ...verdict, status: "maybe" })) })).toBe(false);
  });
});
