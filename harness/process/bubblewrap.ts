import { existsSync, realpathSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { machinePath, type RunFolders } from "./environment.js";

/**
 * The command lines of bubblewrap (bwrap(1)): a worker inside namespaces for users, network and processes, and each student's program
 * inside further ones for users, processes and files. Never as real root, under which bubblewrap is no sandbox.
 */

/** Where a program finds its folders inside. */
export const SANDBOX_FOLDERS: Pick<RunFolders, "work" | "home" | "tmp"> = { work: "/home/student/work", home: "/home/student", tmp: "/tmp" };

const NODE_FOLDER = dirname(realpathSync(process.execPath));
/** Node where it is not below /usr: the folder around bin/. */
const NODE_OUTSIDE_USR = NODE_FOLDER.startsWith("/usr/") ? null : dirname(NODE_FOLDER);
const NODE_INSIDE = "/opt/node";

/** What of the machine's own PATH is there inside: all below /usr, tool chains in folders of their own too. */
export const SANDBOX_PATH = [
  ...new Set([
    ...machinePath()
      .split(":")
      .filter((entry) => entry.startsWith("/usr/")),
    "/usr/local/bin",
    "/usr/bin",
    "/bin",
  ]),
  ...(NODE_OUTSIDE_USR === null ? [] : [`${NODE_INSIDE}/bin`]),
].join(":");

/** A folder of the sandbox's PATH as it is called out here. */
export function hostFolder(inside: string): string {
  return NODE_OUTSIDE_USR !== null && inside.startsWith(NODE_INSIDE) ? NODE_OUTSIDE_USR + inside.slice(NODE_INSIDE.length) : inside;
}

const MIB = 1 << 20;
/** Room in /tmp and in shared memory, bytes. */
const TMP_BYTES = 256 * MIB;
const SHM_BYTES = 64 * MIB;

/** Only loopback, only its own processes; all of it ends with the worker. */
export const WORKER_FLAGS = ["--unshare-user", "--unshare-net", "--unshare-pid", "--die-with-parent", "--dev-bind", "/", "/", "--proc", "/proc"];

/** The user table of a run: the user id that the program runs as has a name there, which mail programs ask for, and Python's getpwuid. */
function userTable({ root }: RunFolders): string {
  return join(root, "passwd");
}

/** Writes it, once for a run: the machine's own with one line more. */
export async function writeUserTable(folders: RunFolders): Promise<void> {
  const [uid, gid] = [process.getuid?.() ?? 0, process.getgid?.() ?? 0];
  const student = `student:x:${uid}:${gid}:student:${SANDBOX_FOLDERS.home}:/bin/sh\n`;
  await writeFile(userTable(folders), student + (await readFile("/etc/passwd", "latin1").catch(() => "")), "latin1");
}

/** On which descriptor bwrap tells how far it came. */
const REPORT_DESCRIPTOR = "3";

/** The same command, with bwrap's own report on descriptor 3, which the program does not inherit. */
export function withReport([bwrap = "", ...rest]: readonly string[]): string[] {
  return [bwrap, "--json-status-fd", REPORT_DESCRIPTOR, ...rest];
}

/** Whether that report says that the program was started: only of such a one does it tell the exit status. */
export function tellsExit(report: string): boolean {
  return report.includes('"exit-code"');
}

/** bwrap and its flags for a student's program, up to the command. `tools`: folders outside -> inside, read-only. */
export function bubblewrapStudent(folders: RunFolders, tools: Record<string, string>, env: Record<string, string>): string[] {
  const shared = NODE_OUTSIDE_USR === null ? tools : { ...tools, [NODE_OUTSIDE_USR]: NODE_INSIDE };
  return [
    "bwrap",
    ...["--unshare-user", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--die-with-parent", "--new-session", "--disable-userns"],
    ...["--ro-bind", "/usr", "/usr", "--ro-bind", "/etc", "/etc", "--ro-bind", userTable(folders), "/etc/passwd"],
    ...["bin", "sbin", "lib", "lib32", "lib64"].flatMap((name) => (existsSync(`/usr/${name}`) ? ["--symlink", `usr/${name}`, `/${name}`] : [])),
    ...["--proc", "/proc", "--dev", "/dev"],
    ...["--size", String(SHM_BYTES), "--tmpfs", "/dev/shm", "--size", String(TMP_BYTES), "--tmpfs", SANDBOX_FOLDERS.tmp],
    ...Object.entries(shared).flatMap(([outside, inside]) => ["--ro-bind", outside, inside]),
    ...["--dir", SANDBOX_FOLDERS.home, "--bind", folders.home, SANDBOX_FOLDERS.home, "--bind", folders.work, SANDBOX_FOLDERS.work],
    ...["--chdir", SANDBOX_FOLDERS.work, "--remount-ro", "/dev", "--remount-ro", "/"],
    "--clearenv",
    ...Object.entries(env).flatMap(([name, value]) => ["--setenv", name, value]),
    "--",
  ];
}
