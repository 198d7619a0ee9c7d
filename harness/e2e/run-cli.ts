import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { packageFile } from "../text/package-root.js";

/** What a command line came to, for tests that use wiregrade as its users do. */
export interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface Started {
  outcome: Promise<Outcome>;
  kill(signal: NodeJS.Signals): void;
  /** Resolves once this text has been printed on stdout; rejects if the program ends without. */
  printed(text: string): Promise<void>;
}

/** Starts a file of dist/harness with arguments, in `cwd`. */
export function start(file: string, args: string[], options: { cwd?: string; env?: Record<string, string> } = {}): Started {
  const child = spawn(process.execPath, [packageFile("dist", "harness", file), ...args], {
    cwd: options.cwd ?? packageFile(),
    env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined, ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  const watchers = new Set<() => void>();
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    for (const look of watchers) look();
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  return {
    outcome: new Promise((resolve) => child.once("close", (code) => resolve({ code, stdout, stderr }))),
    kill: (signal) => void child.kill(signal),
    printed: (text) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (stdout.includes(text)) resolve();
        };
        watchers.add(look);
        child.once("close", () => reject(new Error(`ended without ${JSON.stringify(text)}: ${stdout}${stderr}`)));
        look();
      }),
  };
}

export async function wiregrade(args: string[], options: { cwd?: string; env?: Record<string, string> } = {}): Promise<Outcome> {
  return await start("cli.js", args, options).outcome;
}

/** A temporary folder with files in it: { "a/wiregrade.json": "..." }. */
export function folderWith(files: Record<string, string>): Disposable & { path: string } {
  const path = mkdtempSync(join(tmpdir(), "wiregrade-test-"));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

/** The folder of an example submission. */
export function example(lab: string, name: string): string {
  return packageFile("reference", lab, "examples", name);
}

/** Options of `grade` that work on every machine: ordinary processes, and hidden checks all the same. */
export const ORDINARY = ["--isolation", "process", "--expose-hidden"];
