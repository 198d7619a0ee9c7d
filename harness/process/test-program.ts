import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runFolders, type RunFolders } from "./environment.js";
import type { ProcessEvent } from "./events.js";
import { NO_ISOLATION, sandboxFor } from "./isolation.js";
import type { Limits } from "./watch-limits.js";
import { startProgram, type Program, type ProgramOptions } from "./program.js";

/** Programs for tests: each in folders of its own that are gone with `dispose`, with all its events kept. */

export const TEST_LIMITS: Limits = { wallSeconds: 20, cpuSeconds: 20, memoryBytes: 2 ** 30, processes: 200, diskBytes: 2 ** 30 };
export const ORDINARY = sandboxFor(NO_ISOLATION, null);

export interface TestProgram {
  program: Program;
  events: ProcessEvent[];
}

export class TestFolder implements AsyncDisposable {
  private constructor(
    readonly path: string,
    readonly folders: RunFolders,
  ) {}

  static async make(): Promise<TestFolder> {
    const path = await mkdtemp(join(tmpdir(), "wiregrade-test-"));
    const folders = runFolders(path);
    await Promise.all([folders.work, folders.home, folders.tmp].map((folder) => mkdir(folder)));
    return new TestFolder(path, folders);
  }

  async start(command: string[], options: Partial<ProgramOptions> = {}): Promise<TestProgram> {
    const events: ProcessEvent[] = [];
    const env = { PATH: process.env["PATH"] ?? "", HOME: this.folders.home };
    const program = await startProgram({
      ...{ name: "server", role: "server", command, folders: this.folders, sandbox: ORDINARY, env, withStdin: false },
      ...{ limits: TEST_LIMITS, emit: (event: ProcessEvent) => void events.push(event), notify: () => undefined },
      ...options,
    });
    return { program, events };
  }

  /** A line of shell as a program. */
  async shell(script: string, options: Partial<ProgramOptions> = {}): Promise<TestProgram> {
    return await this.start(["sh", "-c", script], options);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.path, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** What a program wrote, as far as its events hold it. */
export function outputOf(events: readonly ProcessEvent[], stream: "stdout" | "stderr"): string {
  return events.flatMap((event) => (event.type === stream ? [Buffer.from(event.bytes).toString("latin1")] : [])).join("");
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
