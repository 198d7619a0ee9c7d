import { WiregradeError } from "../errors.js";
import type { RunFolders } from "./environment.js";
import type { Sandbox } from "./isolation.js";
import { startProgram } from "./program.js";
import type { Limits } from "./watch-limits.js";
import type { ProcessEvent } from "./events.js";

/** What a submission's build step came to. */
export interface BuildOutcome {
  command: string | null;
  status: "none" | "ok" | "failed";
  /** One line; null unless it failed. */
  reason: string | null;
  /** What it printed, both streams as they came, head and tail. */
  output: string;
  durationMs: number;
}

export const BUILD_LIMITS: Limits = { wallSeconds: 120, cpuSeconds: 240, memoryBytes: 2 * 2 ** 30, processes: 512, diskBytes: 2 ** 30 };
const OUTPUT_CAP = { head: 24 << 10, tail: 8 << 10 };

/** Runs the build once in `folders.work`. */
export async function runBuild(command: string[] | null, folders: RunFolders, sandbox: Sandbox, limits = BUILD_LIMITS): Promise<BuildOutcome> {
  if (command === null) return { command: null, status: "none", reason: null, output: "", durationMs: 0 };
  const started = performance.now();
  const chunks: Buffer[] = [];
  let reason: string | null = null;
  const emit = (event: ProcessEvent) => {
    if (event.type === "stdout" || event.type === "stderr") chunks.push(Buffer.from(event.bytes));
    else if (event.type === "output-tail") chunks.push(Buffer.from(`\n... ${event.skipped} bytes left out ...\n`), Buffer.from(event.bytes));
    else if (event.type === "spawn-failed") reason = event.reason;
    else if (event.type === "exit") reason = describeExit(event.code, event.signal, event.cause);
  };
  const program = await startProgram({
    name: "build",
    role: "build",
    command,
    folders,
    sandbox,
    env: sandbox.environment(folders, {}),
    withStdin: false,
    limits,
    emit,
    notify: () => undefined,
    outputCap: OUTPUT_CAP,
  });
  await program.exited;
  if (program.fault !== null) throw new WiregradeError("HARNESS_FAULT", program.fault);
  return {
    command: command.join(" "),
    status: reason === null ? "ok" : "failed",
    reason,
    output: Buffer.concat(chunks).toString("utf8"),
    durationMs: Math.round(performance.now() - started),
  };
}

function describeExit(code: number | null, signal: string | null, cause: string | null): string | null {
  if (cause !== null) return cause;
  if (signal !== null) return `ended by ${signal}`;
  return code === 0 ? null : `exit status ${code}`;
}
