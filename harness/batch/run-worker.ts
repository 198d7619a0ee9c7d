import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { WiregradeError, type ErrorCode } from "../errors.js";
import { removeFolder } from "../process/remove-folder.js";
import { killEverything } from "../process/kill.js";
import { packageFile } from "../text/package-root.js";
import type { Result } from "../score/result.js";
import type { Job, WorkerMessage } from "./job.js";

/** A worker at work. */
export interface RunningWorker {
  /** The submission's result; rejects with a WiregradeError when there is none. */
  readonly result: Promise<Result>;
  /** Ends it, and all that it has started; `result` rejects. */
  stop(): void;
}

/** How long a worker that was told to stop may take to clean up. */
const STOPPING_MS = 10_000;

/**
 * Starts a worker process on `job`. `hear` gets its messages as they come. One that takes longer than `limitMs` is killed, with all that it has
 * started, and so counts as one that died.
 */
export function startWorker(job: Job, hear: (message: WorkerMessage) => void, limitMs = Infinity): RunningWorker {
  const child = spawn(process.execPath, ["--enable-source-maps", packageFile("dist", "harness", "worker.js")], {
    stdio: ["pipe", "ignore", "pipe", "pipe"],
    // Its mark, by which it is found when whoever started it was killed; programs of students are marked by folders below.
    env: { ...process.env, WIREGRADE_WORKER: `${job.scratch}/` },
  });
  const failed = new Promise<never>((_, reject) => {
    child.once("error", (error) => reject(new WiregradeError("WORKER_DIED", `the worker could not be started: ${error.message}`)));
  });
  // Where there are too many processes or open files, a child has no streams at all.
  if ((child.stdio as unknown) === undefined) return { result: failed, stop: () => undefined };
  let late = false;
  const kill = () => void child.kill("SIGKILL");
  const limit = setTimeout(
    () => {
      late = true;
      kill();
    },
    Math.min(limitMs, 2 ** 31 - 1),
  );
  let stopping: NodeJS.Timeout | undefined;
  let complaint = "";
  const [stdin, , stderr, messages] = child.stdio as unknown as [Writable, null, Readable, Readable];
  stderr.setEncoding("utf8").on("data", (text: string) => (complaint = (complaint + text).slice(-2000)));
  stdin.on("error", () => undefined);
  stdin.write(`${JSON.stringify(job)}\n`);

  const result = new Promise<Result>((resolve, reject) => {
    let outcome: Result | WiregradeError | null = null;
    const lines = createInterface({ input: messages });
    lines.on("line", (line) => {
      const message = parseMessage(line);
      if (message === null) return;
      if (message.type === "result") outcome = message.result;
      if (message.type === "failed") outcome = new WiregradeError(message.code satisfies ErrorCode, message.message, { mend: message.mend });
      hear(message);
    });
    failed.catch((error: WiregradeError) => {
      clearTimeout(limit);
      reject(error);
    });
    // A worker that was killed could not clean up after itself.
    child.once("exit", (_code, signal) => signal !== null && killEverything(null, job.scratch));
    child.once("close", (code, signal) => {
      clearTimeout(limit);
      clearTimeout(stopping);
      if (outcome === null) {
        const how = late ? `killed after ${Math.round(limitMs / 1000)} s` : (signal ?? `status ${code}`);
        const why = complaint.trim().split("\n").at(-1) ?? "";
        outcome = new WiregradeError("WORKER_DIED", `the worker of ${job.name} ended (${how}) without a result${why === "" ? "" : `: ${why}`}`);
        killEverything(null, job.scratch);
      }
      const settled = outcome;
      const cleaned = removeFolder(job.scratch).catch(() => undefined);
      void cleaned.then(() => (settled instanceof WiregradeError ? reject(settled) : resolve(settled)));
    });
  });
  return {
    result,
    stop() {
      stdin.end();
      stopping ??= setTimeout(kill, STOPPING_MS).unref();
    },
  };
}

/** A line of a worker's; null if the worker was killed while it wrote it. */
function parseMessage(line: string): WorkerMessage | null {
  try {
    return JSON.parse(line) as WorkerMessage;
  } catch {
    return null;
  }
}
