import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import { machinePath, runFolders } from "../process/environment.js";
import { giveTo } from "../process/give-to.js";
import { LEVELS, sandboxFor, type Isolation, type Level } from "../process/isolation.js";
import { unusedUid } from "../process/unused-uid.js";
import { packageFile } from "../text/package-root.js";
import { oneLine } from "../text/visible.js";
import { isRoot, workerPrefix } from "./worker-home.js";

const run = promisify(execFile);

/** Not for submissions to see; a worker reads the hidden checks there. */
const HIDDEN_FOLDERS = [packageFile("reference"), packageFile("dist", "reference")];

/** What is closed to submissions that run as another user; the repository's history holds all of it once more. */
export const STAFF_FOLDERS = [...HIDDEN_FOLDERS, packageFile(".git")];

/** What stands in the way of each level on this machine, one line; null: nothing, it was tried. */
export type Obstacles = Record<Level, string | null>;

/** Finds out by doing: what is not tried is not known. */
export async function probeIsolation(): Promise<Obstacles> {
  const [bubblewrap, user] = await Promise.all([tryBubblewrap(), tryUser()]);
  return { bubblewrap, user, process: null };
}

/** The strongest level that works here. */
export function strongest(obstacles: Obstacles): Level {
  return LEVELS.find((level) => obstacles[level] === null) ?? "process";
}

/** As a worker does: reads its own code and the labs', and starts a sandbox within its own. */
const WORKER = `
  const [read, command, ...args] = process.argv.slice(1);
  for (const path of JSON.parse(read)) require("fs").accessSync(path, 4);
  const { status, error, stderr } = require("child_process").spawnSync(command, args, { encoding: "utf8" });
  if (status !== 0) { console.error(error?.message ?? stderr); process.exit(1); }
`;

async function tryBubblewrap(): Promise<string | null> {
  if (process.platform !== "linux") return "needs Linux";
  const unused = isRoot ? await unusedUid() : null;
  const root = await mkdtemp(join(tmpdir(), "wiregrade-probe-"));
  try {
    const folders = runFolders(root);
    for (const folder of [folders.work, folders.home]) await mkdir(folder);
    const isolation: Isolation = { level: "bubblewrap", uid: unused?.uid ?? null };
    const sandbox = sandboxFor(isolation, null);
    await sandbox.handOver(folders);
    if (unused !== null) await giveTo(unused.uid, [root]);
    const student = sandbox.wrap(["true"], folders, sandbox.environment(folders, {})).command;
    const prefix = workerPrefix(isolation);
    const read = [packageFile("dist", "harness", "worker.js"), ...HIDDEN_FOLDERS.filter((folder) => existsSync(folder))];
    const words = [...prefix, process.execPath, "-e", WORKER, JSON.stringify(read), ...student];
    await run(words[0] ?? "", words.slice(1), { env: { PATH: machinePath() }, cwd: "/", timeout: 20_000 });
    return null;
  } catch (error) {
    return reasonOf(error, "bwrap");
  } finally {
    await rm(root, { recursive: true, force: true });
    unused?.release();
  }
}

async function tryUser(): Promise<string | null> {
  if (!isRoot) return "needs root";
  const unused = await unusedUid();
  const { uid } = unused;
  try {
    const [command = "", ...args] = sandboxFor({ level: "user", uid }, null).wrap(["true"], runFolders("/"), {}).command;
    await run(command, args, { cwd: "/", timeout: 20_000 });
    return null;
  } catch (error) {
    return reasonOf(error, "setpriv or prlimit (util-linux)");
  } finally {
    unused.release();
  }
}

/** Why a program that was tried did not work, one line, with what to do about it where that is known. */
export function reasonOf(error: unknown, program: string): string {
  const { code, stderr, message } = error as { code?: unknown; stderr?: string; message?: string };
  if (code === "ENOENT") return `${program} is not installed`;
  // A worker reads its own code before: so it is not a folder above that is closed.
  if (HIDDEN_FOLDERS.some((folder) => stderr?.includes(`EACCES: permission denied, access '${folder}'`))) {
    const folders = HIDDEN_FOLDERS.filter((folder) => existsSync(folder)).map((folder) => relative(process.cwd(), folder));
    return `reference/ is closed to others, as --isolation user leaves it: \`chmod o+rx ${folders.join(" ")}\` opens it`;
  }
  const lines = (stderr ?? "").trim().split("\n");
  const telling = lines.findLast((line) => /^(bwrap|setpriv|prlimit|nice):/.test(line)) ?? lines.find((line) => /Error:/.test(line)) ?? lines.at(-1);
  return oneLine(telling === undefined || telling === "" ? (message ?? "it does not work") : telling);
}

/**
 * At level `user` only the modes of files keep a program from what is the staff's: closes these folders to everybody else, and answers
 * which of them were open.
 */
export async function closeToOthers(folders: readonly string[]): Promise<string[]> {
  const closed: string[] = [];
  for (const folder of folders) {
    const mode = await stat(folder).then(
      (found) => found.mode,
      () => 0,
    );
    if ((mode & 0o007) === 0) continue;
    await chmod(folder, mode & 0o770);
    closed.push(folder);
  }
  return closed;
}
