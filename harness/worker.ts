import { createWriteStream, rmSync } from "node:fs";
import { constants, setPriority } from "node:os";
import { RESULT_DESCRIPTOR, type Job, type WorkerMessage } from "./batch/job.js";
import { errorMessage, WiregradeError } from "./errors.js";
import { gradeSubmission } from "./pipeline.js";
import { removeFolder } from "./process/remove-folder.js";
import { killAllRuns } from "./process/kill.js";
import { closeStrayDescriptors } from "./process/stray-descriptors.js";

/**
 * The process that grades one submission: its job is one line on standard input, what it says are lines on descriptor 3.
 * When its standard input ends, whoever started it is gone or wants it to stop.
 */

const out = createWriteStream("", { fd: RESULT_DESCRIPTOR });
out.on("error", () => stop(1));

let stopping = false;

/** Says nothing more once it is to stop: what comes then is of runs that were cut off. */
function tell(message: WorkerMessage): void {
  if (!stopping) out.write(`${JSON.stringify(message)}\n`);
}

/** The job's; before there is one, what whoever started us has made for it. */
let scratch: string | null = process.env["WIREGRADE_WORKER"]?.replace(/\/$/, "") ?? null;
let hasJob = false;

closeStrayDescriptors();

/** Our timers and sockets come first, where we may ask for that (root); students' programs start at the usual priority. */
try {
  setPriority(constants.priority.PRIORITY_ABOVE_NORMAL);
} catch {
  // an ordinary user may not
}

/** Ends at once and leaves nothing behind; synchronous, since everything else goes on meanwhile. */
function stop(status: number): never {
  stopping = true;
  killAllRuns();
  // What a copy under way makes again after the first removal, the second takes.
  if (scratch !== null) for (let round = 0; round < 2; round++) rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  process.exit(status);
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stop(130));

async function removeScratch(): Promise<void> {
  killAllRuns();
  if (scratch !== null) await removeFolder(scratch);
}

async function readJob(): Promise<Job> {
  return await new Promise<Job>((resolve) => {
    let line = "";
    process.stdin.setEncoding("utf8");
    process.stdin.on("data", (chunk: string) => {
      line += chunk;
      if (!line.includes("\n")) return;
      hasJob = true;
      resolve(JSON.parse(line) as Job);
    });
    process.stdin.on("end", () => {
      // Without a job: it was started beforehand, and there is nothing to do after all.
      stop(hasJob ? 130 : 0);
    });
  });
}

try {
  const job = await readJob();
  scratch = job.scratch;
  const result = await gradeSubmission(job, tell);
  tell({ type: "result", result });
} catch (error) {
  const known = error instanceof WiregradeError ? error : new WiregradeError("HARNESS_FAULT", errorMessage(error), { cause: error });
  if (process.env["WIREGRADE_DEBUG"] !== undefined) console.error(error);
  tell({ type: "failed", code: known.code, message: known.message, mend: known.mend });
}
await removeScratch();
out.end(() => process.exit(0));
