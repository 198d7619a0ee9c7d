import { chmod, chown, cp, lstat, mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { errorCode } from "../errors.js";
import { WORKER_FLAGS } from "../process/bubblewrap.js";
import { giveTo } from "../process/give-to.js";
import type { Isolation } from "../process/isolation.js";
import { killUser } from "../process/kill.js";
import { removeSharedFilesOf } from "../process/shared-folders.js";
import { unusedUid } from "../process/unused-uid.js";
import { copySubmission } from "../submission/files.js";
import type { Job } from "./job.js";
import { enteringAsWorker } from "./worker-cgroup.js";

export const isRoot = process.getuid?.() === 0;

/** Our timers are the yardstick: a worker that gives up being root keeps a priority that only root can give. */
const PRIORITY = "-7";

/** What stands before a worker's own command at a level of isolation. */
export function workerPrefix({ level, uid, memory }: Isolation): string[] {
  if (level !== "bubblewrap") return [];
  const place = memory === undefined ? [] : enteringAsWorker(memory);
  const drop = uid === null ? [] : ["nice", "-n", PRIORITY, "setpriv", "--reuid", String(uid), "--regid", String(uid), "--clear-groups"];
  return [...place, ...drop, "bwrap", ...WORKER_FLAGS];
}

/** A worker's place: the job, with a user id and folders that it can use there. */
export interface WorkerHome {
  job: Job;
  /** After the worker's end: nothing of its user is left, what it recorded is where it belongs. */
  leave(): Promise<void>;
}

/**
 * Makes ready what a worker needs at the job's level. As root the submission is copied for a user id of its own, and what the worker
 * records is brought out when it has ended; otherwise everything is as the job says.
 */
export async function workerHome(job: Job): Promise<WorkerHome> {
  const { level } = job.isolation;
  if (level === "process" || !isRoot) return { job, leave: () => Promise.resolve() };
  const unused = await unusedUid();
  const { uid } = unused;
  const isolation = { level, uid };
  /** The id is free again once nothing of it is left. */
  const leave = async (putInOrder: () => Promise<void>): Promise<void> => {
    killUser(uid);
    await putInOrder();
    unused.release();
  };
  if (level === "user") {
    // Its own user may pass through, nobody else: what is below is no other submission's to read, whatever its modes are.
    await mkdir(job.scratch, { recursive: true, mode: 0o700 });
    await chown(job.scratch, 0, uid);
    await chmod(job.scratch, 0o710);
    return { job: { ...job, isolation }, leave: () => leave(() => removeSharedFilesOf(uid)) };
  }
  const folder = join(job.scratch, "submission");
  const transcripts = job.transcripts === null ? null : join(job.scratch, "transcripts");
  // The worker removes its own scratch at its end; what it leaves for us is beside that.
  const scratch = join(job.scratch, "own");
  await mkdir(scratch, { recursive: true, mode: 0o700 });
  await copySubmission(job.folder, folder);
  await giveTo(uid, [job.scratch]);
  return {
    job: { ...job, isolation, folder, transcripts, scratch },
    leave: () =>
      leave(async () => {
        if (transcripts !== null && job.transcripts !== null) await bringOut(transcripts, job.transcripts);
      }),
  };
}

/** Moves a folder that is another user's to its place, as ours; there may be none. */
export async function bringOut(from: string, to: string): Promise<void> {
  await rm(to, { recursive: true, force: true });
  try {
    await lstat(from);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return;
    throw error;
  }
  await giveTo(0, [from]);
  await mkdir(join(to, ".."), { recursive: true });
  try {
    await rename(from, to);
  } catch (error) {
    if (errorCode(error) !== "EXDEV") throw error;
    await cp(from, to, { recursive: true, verbatimSymlinks: true });
  }
}
