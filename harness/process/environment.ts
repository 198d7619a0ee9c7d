import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";

/** Folders of one run, all below one folder that is its own and vanishes with it. */
export interface RunFolders {
  /** Everything of this run; also the mark by which its processes are found. */
  root: string;
  /** The fresh copy of the submission: the working directory. */
  work: string;
  home: string;
  tmp: string;
  /** Where FIFOs for standard streams are made: out of the program's reach, and shared with other runs, since many are made at once. */
  pipes: string;
}

export function runFolders(root: string, pipes = root): RunFolders {
  return { root, work: join(root, "work"), home: join(root, "home"), tmp: join(root, "tmp"), pipes };
}

/** Where installed tool chains are found that keep themselves in the caller's home, which a student's program does not see. */
const TOOL_CHAIN_HOMES: Record<string, string> = { RUSTUP_HOME: ".rustup", PYENV_ROOT: ".pyenv", SDKMAN_DIR: ".sdkman", VOLTA_HOME: ".volta" };

/** The machine's PATH without what npm and npx put in front of it. */
export function machinePath(path: string = process.env["PATH"] ?? "/usr/bin:/bin"): string {
  const entries = path.split(delimiter).filter((entry) => entry !== "" && !/node_modules[/\\]\.bin$|node-gyp-bin$/.test(entry));
  return [...new Set([...entries, dirname(process.execPath)])].join(delimiter);
}

/** Variables that lead to installed tool chains, for programs that see them. */
export function toolChainHomes(): Record<string, string> {
  const homes: Record<string, string> = {};
  for (const name of ["JAVA_HOME", "GOROOT"]) {
    const value = process.env[name];
    if (value !== undefined) homes[name] = value;
  }
  for (const [name, folder] of Object.entries(TOOL_CHAIN_HOMES)) {
    const value = process.env[name] ?? join(homedir(), folder);
    if (existsSync(value)) homes[name] = value;
  }
  return homes;
}
