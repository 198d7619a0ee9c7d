import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { errorMessage, WiregradeError, type ErrorCode } from "../errors.js";
import { killEverything } from "../process/kill.js";
import { removeFolder } from "../process/remove-folder.js";
import { packageFile } from "../text/package-root.js";
import type { Result } from "../score/result.js";
import type { Job, WorkerMessage } from "./job.js";
import { workerHome, workerPrefix, type WorkerHome } from "./worker-home.js";

/** A worker at work. */
export interface RunningWorker {
  /** The submission's result; rejects with a WiregradeError when there is none. */
  readonly result: Promise<Result>;
  /** Ends it, and all that it has started; `result` rejects. */
  stop(): void;
}

/** Starts a worker process on `job`, at the job's level of isolation. `hear` gets its messages as they come. */
export function startWorker(job: Job, hear: (message: WorkerMessage) => void): RunningWorker {
  let stopped = false;
  let stopNow = (): void => {
    stopped = true;
  };
  async function grade(): Promise<Result> {
    const home = await workerHome(job, job.isolation.level).catch((error: unknown) => {
      throw error instanceof WiregradeError ? error : new WiregradeError("HARNESS_FAULT", errorMessage(error), { cause: error });
    });
    try {
      if (stopped) throw new WiregradeError("WORKER_DIED", "stopped before it began");
      return await runWorker(home, hear, (stop) => (stopNow = stop));
    } finally {
      await home.leave();
      await removeFolder(job.scratch);
    }
  }
  return { result: grade(), stop: () => stopNow() };
}

/** The worker's process, from its start to its end. */
async function runWorker({ isolation, job }: WorkerHome, hear: (message: WorkerMessage) => void, stoppable: (stop: () => void) => void): Promise<Result> {
  const words: string[] = [...workerPrefix(isolation), process.execPath, "--enable-source-maps", packageFile("dist", "harness", "worker.js")];
  const [command = "", ...args] = words;
  const child = spawn(command, args, { stdio: ["pipe", "ignore", "pipe", "pipe"], cwd: "/" });
  let complaint = "";
  const [stdin, , stderr, messages] = child.stdio as unknown as [Writable, null, Readable, Readable];
  stderr.setEncoding("utf8").on("data", (text: string) => (complaint = (complaint + text).slice(-2000)));
  stdin.on("error", () => undefined);
  stdin.write(`${JSON.stringify(job)}\n`);
  stoppable(() => void stdin.end());

  return await new Promise<Result>((resolve, reject) => {
    let outcome: Result | WiregradeError | null = null;
    const lines = createInterface({ input: messages });
    lines.on("line", (line) => {
      const message = JSON.parse(line) as WorkerMessage;
      if (message.type === "result") outcome = message.result;
      if (message.type === "failed") outcome = new WiregradeError(message.code satisfies ErrorCode, message.message, { mend: message.mend });
      hear(message);
    });
    child.once("error", (error) => reject(new WiregradeError("WORKER_DIED", `the worker could not be started: ${error.message}`)));
    child.once("close", (code, signal) => {
      if (outcome === null) {
        const how = signal ?? `status ${code}`;
        const why = complaint.trim().split("\n").at(-1) ?? "";
        outcome = new WiregradeError("WORKER_DIED", `the worker of ${job.name} ended (${how}) without a result${why === "" ? "" : `: ${why}`}`);
        // A worker that was killed could not clean up after itself.
        killEverything(null, job.scratch);
      }
      if (outcome instanceof WiregradeError) reject(outcome);
      else resolve(outcome);
    });
  });
}
