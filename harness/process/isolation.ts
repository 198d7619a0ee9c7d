import { execFile } from "node:child_process";
import { getPriority } from "node:os";
import { promisify } from "node:util";
import { bubblewrapStudent, hostFolder, SANDBOX_FOLDERS, SANDBOX_PATH, writeUserTable } from "./bubblewrap.js";
import { machinePath, toolChainHomes, type RunFolders } from "./environment.js";
import { giveTo } from "./give-to.js";
import { killStrays, killUser, registerProgram, straysOf } from "./kill.js";
import type { MemoryCgroup } from "./memory-cgroup.js";
import { treeOf } from "./proc.js";
import { sharedFilesOf } from "./shared-folders.js";

const run = promisify(execFile);

/**
 * How far a student's program is kept from everything else: `bubblewrap`: namespaces of its own for users, processes, network and
 * files; `user`: a user id of its own; `process`: an ordinary process of whoever grades.
 */
export const LEVELS = ["bubblewrap", "user", "process"] as const;
export type Level = (typeof LEVELS)[number];

/** The level of one worker, with the unused user id that it or its programs run as; null: the grader's own. */
export interface Isolation {
  level: Level;
  uid: number | null;
  /** Where it makes groups that limit its programs' memory; left out where there can be none. */
  memory?: MemoryCgroup;
}

export const NO_ISOLATION: Isolation = { level: "process", uid: null };

/** Programs that wiregrade itself brings for builds. */
export interface Tools {
  /** The folder that goes last into a program's PATH. */
  path: string;
  /** The same inside a sandbox, and the folders that it needs there: outside -> inside. */
  inside: { path: string; folders: Record<string, string> };
}

/** How a program is started, signalled and understood at one level of isolation. */
export interface Sandbox extends Isolation {
  /** The program's whole environment; nothing of the harness's own gets in. `extra`: what a scenario sets. */
  environment(folders: RunFolders, extra: Record<string, string>): Record<string, string>;
  /** The PATH of the program as a list of folders out here, to look for its commands. */
  readonly lookUpPath: string;
  /** Makes folders that we have filled the program's own. */
  handOver(folders: RunFolders): Promise<void>;
  /** The same for what was laid into its home before it started. */
  give(path: string): Promise<void>;
  /** What the program calls its home. */
  homeInside(folders: RunFolders): string;
  /** Takes folders back after a build: nothing of it is left running, and no later program can change what was built. */
  takeBack(folders: RunFolders): Promise<void>;
  /** Empties the run's folders as the program's own user: what is put in our way meanwhile leads nowhere that it could not go itself. */
  empty(folders: RunFolders): Promise<void>;
  /** What to spawn for `command`, with which environment, as the user that we are. */
  wrap(command: readonly string[], folders: RunFolders, env: Record<string, string>): { command: string[]; env: Record<string, string> };
  /** The user that it runs as; null: the one that we are. */
  readonly runsAs: number | null;
  /** The processes that are the student's, of what was spawned as `pid`. */
  own(pid: number): number[];
  /** Processes that have left all trees and hide from their run, where that can be told. */
  strays(): number[];
  killStrays(): void;
  /** What it has written where everybody may. */
  elsewhere(): string[];
  /** What an exit of what was spawned says of the program's own: status 139 under bubblewrap is a SIGSEGV. */
  exitOf(code: number | null, signal: string | null): { code: number | null; signal: string | null };
}

/** Limits of each process, by prlimit(1) of util-linux. Never on address space: Go, Node and Java reserve gigabytes. */
const RESOURCE_LIMITS = ["prlimit", "--nproc=320", "--nofile=1024", "--core=0", "--data=4294967296", "--fsize=1073741824", "--"];

/** For a user of its own, to whom programs with a set-user-id or set-group-id bit (su, crontab) would give another's rights; bubblewrap does the same. */
function asUser(uid: number): string[] {
  return ["setpriv", "--reuid", String(uid), "--regid", String(uid), "--clear-groups", "--no-new-privs", "--"];
}

export function sandboxFor(isolation: Isolation, tools: Tools | null): Sandbox {
  return isolation.level === "bubblewrap" ? bubblewrapped(isolation, tools) : plain(isolation, tools);
}

/** Back to the ordinary priority, where the worker has a higher one. */
function ordinaryPriority(): string[] {
  const priority = getPriority();
  return priority < 0 ? ["nice", "-n", String(-priority)] : [];
}

function plain(isolation: Isolation, tools: Tools | null): Sandbox {
  const path = [machinePath(), ...(tools === null ? [] : [tools.path])].join(":");
  const uid = isolation.level === "user" ? isolation.uid : null;
  return {
    ...isolation,
    environment: ({ home, tmp }, extra) => ({ PATH: path, LANG: "C.UTF-8", HOME: home, TMPDIR: tmp, ...toolChainHomes(), ...extra }),
    lookUpPath: path,
    async handOver({ work, home, tmp }) {
      if (uid === null) return;
      await giveTo(uid, [work, home, tmp]);
      // Other submissions of the batch have user ids of their own.
      await run("chmod", ["700", work, home, tmp]);
    },
    async give(laid) {
      if (uid !== null) await giveTo(uid, [laid]);
    },
    homeInside: ({ home: own }) => own,
    async takeBack({ work, home, tmp }) {
      if (uid === null) return;
      killUser(uid);
      await giveTo(0, [work, home, tmp]);
    },
    async empty({ root, work, home, tmp }) {
      if (uid === null) return;
      // Registered and within the run's folder, or the end of another run would take it for a stray.
      using _ = registerProgram(root);
      await run("find", [work, home, tmp, "-mindepth", "1", "-delete"], { uid, gid: uid, cwd: root }).catch(() => undefined);
    },
    wrap: (command, _, env) => ({ command: uid === null ? [...command] : [...ordinaryPriority(), ...asUser(uid), ...RESOURCE_LIMITS, ...command], env }),
    runsAs: uid,
    own: (pid) => treeOf(pid),
    strays: () => (uid === null ? [] : straysOf(uid)),
    killStrays: () => (uid === null ? undefined : killStrays(uid)),
    elsewhere: () => (uid === null ? [] : sharedFilesOf(uid)),
    exitOf: (code, signal) => ({ code, signal }),
  };
}

function bubblewrapped(isolation: Isolation, tools: Tools | null): Sandbox {
  const folders = tools?.inside.folders ?? {};
  const path = [SANDBOX_PATH, ...(tools === null ? [] : [tools.inside.path])].join(":");
  const { home, tmp } = SANDBOX_FOLDERS;
  return {
    ...isolation,
    environment: (_, extra) => ({ PATH: path, LANG: "C.UTF-8", HOME: home, TMPDIR: tmp, ...extra }),
    lookUpPath: [...SANDBOX_PATH.split(":").map(hostFolder), ...(tools === null ? [] : [tools.path])].join(":"),
    handOver: writeUserTable,
    give: () => Promise.resolve(),
    homeInside: () => home,
    takeBack: () => Promise.resolve(),
    empty: () => Promise.resolve(),
    wrap: (command, own, env) => ({
      command: [...bubblewrapStudent(own, folders, env), ...ordinaryPriority(), ...RESOURCE_LIMITS, ...command],
      env: { PATH: machinePath() },
    }),
    runsAs: null,
    // The first two are bubblewrap's own: the one outside, and the first process of the namespace.
    own: (pid) => treeOf(pid).slice(2),
    // Nothing leaves the tree of a namespace's first process, and all of it ends with that.
    strays: () => [],
    killStrays: () => undefined,
    elsewhere: () => [],
    exitOf: (code, signal) => (code === null ? { code, signal } : unshelled(code)),
  };
}

/** Signals that end a program, by number (signal(7), the same on all of Linux's common machines). */
const DEADLY: Record<number, string> = {
  ...{ 1: "SIGHUP", 2: "SIGINT", 3: "SIGQUIT", 4: "SIGILL", 5: "SIGTRAP", 6: "SIGABRT", 7: "SIGBUS", 8: "SIGFPE", 9: "SIGKILL" },
  ...{ 10: "SIGUSR1", 11: "SIGSEGV", 12: "SIGUSR2", 13: "SIGPIPE", 14: "SIGALRM", 15: "SIGTERM", 24: "SIGXCPU", 25: "SIGXFSZ", 31: "SIGSYS" },
};

/** bubblewrap tells of a death by signal as a shell does: 128 and the signal's number. */
function unshelled(code: number): { code: number | null; signal: string | null } {
  const signal = DEADLY[code - 128];
  return signal === undefined ? { code, signal: null } : { code: null, signal };
}
