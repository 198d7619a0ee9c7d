import { execFile } from "node:child_process";
import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Where everybody may write, and so may a user id that was made for one submission. */
const SHARED = ["/tmp", "/var/tmp", "/dev/shm"];

/** What a user id has put there: files and folders. */
export function sharedFilesOf(uid: number): string[] {
  return SHARED.flatMap((folder) => {
    try {
      return readdirSync(folder).flatMap((name) => (isOf(uid, join(folder, name)) ? [join(folder, name)] : []));
    } catch {
      return [];
    }
  });
}

function isOf(uid: number, path: string): boolean {
  try {
    return lstatSync(path).uid === uid;
  } catch {
    return false;
  }
}

/** Removes it, as that user: it takes room, and the id may be another submission's one day. */
export async function removeSharedFilesOf(uid: number): Promise<void> {
  const own = ["-mindepth", "1", "-maxdepth", "1", "-user", String(uid)];
  await run("find", [...SHARED, ...own, "-exec", "rm", "-rf", "--", "{}", "+"], { uid, gid: uid, cwd: "/" }).catch(() => undefined);
}
