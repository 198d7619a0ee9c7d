import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { errorMessage, WiregradeError, type ErrorCode } from "../errors.js";
import { NO_ISOLATION, type Isolation } from "../process/isolation.js";
import { killEverything } from "../process/kill.js";
import { removeCgroup } from "../process/memory-cgroup.js";
import { removeFolder } from "../process/remove-folder.js";
import type { Result } from "../score/result.js";
import { packageFile } from "../text/package-root.js";
import type { Job, WorkerMessage } from "./job.js";
import { withCgroup } from "./worker-cgroup.js";
import { workerHome, workerPrefix } from "./worker-home.js";

/** A worker at work. */
export interface RunningWorker {
  /** The submission's result; rejects with a WiregradeError when there is none. */
  readonly result: Promise<Result>;
  /** Ends it, and all that it has started; `result` rejects. */
  stop(): void;
}

/** A worker's process that waits for its job: it takes a while to load, in which whoever starts it finds out what the job is. */
export interface WaitingWorker extends Disposable {
  /** The process, for one job; null if it has died. */
  take(): ChildProcess | null;
}

/** Starts one for a job without isolation, in the scratch folder that the job is going to name. Disposed of without a job, it ends. */
export function startWaitingWorker(scratch: string): WaitingWorker {
  const child = spawnWorker(NO_ISOLATION, scratch);
  let taken = false;
  // Heard again by whoever gives it a job.
  child.once("error", () => undefined);
  (child.stdin as Writable | undefined)?.on("error", () => undefined);
  return {
    take() {
      taken = true;
      return child.pid === undefined || child.exitCode !== null || child.signalCode !== null ? null : child;
    },
    [Symbol.dispose]: () => void (taken || child.stdin?.end()),
  };
}

/** How long a worker that was told to stop may take to clean up. */
const STOPPING_MS = 10_000;

/**
 * Starts a worker process on `job`, at the job's level of isolation. `hear` gets its messages as they come. One that takes longer than
 * `limitMs` is killed, with all that it has started, and so counts as one that died. `waiting`: its process, if there is one already.
 */
export function startWorker(job: Job, hear: (message: WorkerMessage) => void, limitMs = Infinity, waiting: WaitingWorker | null = null): RunningWorker {
  let stopped = false;
  let stopNow = (): void => {
    stopped = true;
  };
  async function grade(): Promise<Result> {
    const home = await workerHome(job).catch((error: unknown) => {
      throw new WiregradeError("HARNESS_FAULT", `${job.name}: ${errorMessage(error)}`, { cause: error });
    });
    const isolation = withCgroup(home.job.isolation, job.scratch);
    try {
      if (stopped) throw new WiregradeError("WORKER_DIED", "stopped before it began");
      const child = waiting?.take() ?? spawnWorker(isolation, job.scratch);
      return await runWorker(child, { ...home.job, isolation }, job.scratch, hear, limitMs, (stop) => (stopNow = stop));
    } finally {
      // A record that cannot be brought out makes the result worthless, and is thrown.
      try {
        await home.leave();
      } finally {
        if (isolation.memory !== undefined) await removeCgroup(isolation.memory.folder);
        await removeFolder(job.scratch);
      }
    }
  }
  return { result: grade(), stop: () => stopNow() };
}

/** `mark`: the folder by which it and all that it starts are found. */
function spawnWorker(isolation: Isolation, mark: string): ChildProcess {
  const words: string[] = [...workerPrefix(isolation), process.execPath, "--enable-source-maps", packageFile("dist", "harness", "worker.js")];
  const [command = "", ...args] = words;
  return spawn(command, args, {
    stdio: ["pipe", "ignore", "pipe", "pipe"],
    cwd: "/",
    // Its mark, by which it is found when whoever started it was killed; programs of students are marked by folders below.
    env: { ...process.env, WIREGRADE_WORKER: `${mark}/` },
  });
}

/** A worker's process, from its job to its end. */
async function runWorker(
  child: ChildProcess,
  job: Job,
  mark: string,
  hear: (message: WorkerMessage) => void,
  limitMs: number,
  stoppable: (stop: () => void) => void,
): Promise<Result> {
  return await new Promise<Result>((resolve, reject) => {
    child.once("error", (error) => reject(new WiregradeError("WORKER_DIED", `the worker could not be started: ${error.message}`)));
    // Where there are too many processes or open files, a child has no streams at all.
    if ((child.stdio as unknown) === undefined) return;
    const [stdin, , stderr, messages] = child.stdio as unknown as [Writable, null, Readable, Readable];
    const kill = () => void child.kill("SIGKILL");
    let late = false;
    const limit = setTimeout(
      () => {
        late = true;
        kill();
      },
      Math.min(limitMs, 2 ** 31 - 1),
    );
    let stopping: NodeJS.Timeout | undefined;
    stoppable(() => {
      stdin.end();
      stopping ??= setTimeout(kill, STOPPING_MS).unref();
    });
    let complaint = "";
    stderr.setEncoding("utf8").on("data", (text: string) => (complaint = (complaint + text).slice(-2000)));
    stdin.on("error", () => undefined);
    stdin.write(`${JSON.stringify(job)}\n`);
    let outcome: Result | WiregradeError | null = null;
    createInterface({ input: messages }).on("line", (line) => {
      const message = parseMessage(line);
      if (message === null) return;
      if (message.type === "result") outcome = message.result;
      if (message.type === "failed") outcome = new WiregradeError(message.code satisfies ErrorCode, message.message, { mend: message.mend });
      hear(message);
    });
    // A worker that was killed could not clean up after itself.
    child.once("exit", (_code, signal) => signal !== null && killEverything(null, mark));
    child.once("close", (code, signal) => {
      clearTimeout(limit);
      clearTimeout(stopping);
      if (outcome === null) {
        const how = late ? `killed after ${Math.round(limitMs / 1000)} s` : (signal ?? `status ${code}`);
        const why = complaint.trim().split("\n").at(-1) ?? "";
        outcome = new WiregradeError("WORKER_DIED", `the worker of ${job.name} ended (${how}) without a result${why === "" ? "" : `: ${why}`}`);
        killEverything(null, mark);
      }
      if (outcome instanceof WiregradeError) reject(outcome);
      else resolve(outcome);
    });
  });
}

/** A line of a worker's; null if the worker was killed while it wrote it. */
function parseMessage(line: string): WorkerMessage | null {
  try {
    return JSON.parse(line) as WorkerMessage;
  } catch {
    return null;
  }
}
