import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Makes a user id (and the group of its number) the owner of `paths` and all that is below; links themselves, not what they lead to. For root only. */
export async function giveTo(uid: number, paths: readonly string[]): Promise<void> {
  await run("chown", ["-R", "--no-dereference", `${uid}:${uid}`, ...paths]);
}
