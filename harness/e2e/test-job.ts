import { join } from "node:path";
import { ORDINARY_JOB } from "../batch/job.js";
import { startWorker } from "../batch/run-worker.js";
import type { Result } from "../score/result.js";

/** Grades `folder` by a worker of its own, on some checks; its scratch is a folder beside it. */
export async function gradeFolder(lab: string, folder: string, checks: string[], runsAtOnce = 4): Promise<Result> {
  const scratch = join(folder, "..", `scratch-of-${folder.split("/").at(-1) ?? ""}`);
  const job = { ...ORDINARY_JOB, lab, folder, name: "test", seed: "test", checks, scratch, runsAtOnce };
  return await startWorker(job, () => undefined).result;
}

/** "pass", "fail", ... of each check, and why if it could not be judged. */
export function statuses(result: Result): Record<string, string> {
  return Object.fromEntries(result.verdicts.map(({ check, status, reason }) => [check, status === "error" ? `error: ${reason ?? ""}` : status]));
}
