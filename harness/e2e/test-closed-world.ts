import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { isRoot } from "../batch/worker-home.js";
import type { Level } from "../process/isolation.js";
import { packageFile } from "../text/package-root.js";
import type { Outcome } from "./test-hostile.js";

const run = promisify(execFile);

/**
 * What stands before a command that runs in a world of its own: its processes, its loopback, its mounts. Hostile programs that are not kept
 * from their grader, at the levels `user` and `process`, meet nobody else there, and all of it ends with the command. Only root can have
 * that without giving up being root.
 */
const CLOSED_WORLD = [
  ...["unshare", "--net", "--pid", "--mount", "--fork", "--kill-child", "--mount-proc"],
  ...["sh", "-c", 'ip link set lo up && exec "$@"', "sh"],
];

/** Whether this machine lets us make one. */
export async function canCloseWorld(): Promise<boolean> {
  return await (isRoot
    ? run("unshare", [...CLOSED_WORLD.slice(1), "true"]).then(
        () => true,
        () => false,
      )
    : Promise.resolve(false));
}

export interface HostileBatch {
  level: Level;
  /** Submissions at a time. */
  jobs: number;
  /** All if left out. */
  names?: readonly string[];
  closed: boolean;
  /** As whom it grades; as ourselves if left out. */
  uid?: number;
}

/** Grades hostile submissions in a process of its own, see test-hostile-batch.ts. */
export async function gradeBatch({ level, jobs, names = [], closed, uid }: HostileBatch): Promise<Outcome[]> {
  const user = uid === undefined ? [] : ["setpriv", "--reuid", String(uid), "--regid", String(uid), "--clear-groups"];
  const batch = [process.execPath, packageFile("dist", "harness", "e2e", "test-hostile-batch.js"), level, String(jobs), names.join(",")];
  const [command = "", ...args] = [...(closed ? CLOSED_WORLD : []), ...user, ...batch];
  const { stdout } = await run(command, args, { maxBuffer: 64 << 20, cwd: "/" });
  return JSON.parse(stdout) as Outcome[];
}
