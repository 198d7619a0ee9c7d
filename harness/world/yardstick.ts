import { spawn } from "node:child_process";
import { useOrdinaryPriority } from "../process/priority.js";
import { cpuMsOf } from "../process/proc.js";
import { packageFile } from "../text/package-root.js";
import type { Port } from "./ports.js";
import type { EmitProcessEvent } from "./student.js";

/** A line mirror of the harness's own, which a scenario plays the same exchange with as with the student's program. */
export interface Yardstick {
  port: Port;
  /** Records the CPU time that it has had so far; answers that, ms, or null where it is not known. */
  measure(): number | null;
  dispose(): void;
}

/** Its name in events. */
const YARDSTICK = "yardstick";

/** Starts one; throws if it does not start, which is a fault of ours. */
export async function startYardstick(emit: EmitProcessEvent): Promise<Yardstick> {
  const child = spawn(process.execPath, [packageFile("dist", "harness", "process", "line-mirror.js")], { stdio: ["pipe", "pipe", "inherit"] });
  const number = await new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", () => reject(new Error("the yardstick ended at once")));
    child.stdout.once("data", (line: Buffer) => resolve(Number(line.toString())));
  });
  const { pid } = child;
  if (pid !== undefined) useOrdinaryPriority(pid);
  return {
    port: { transport: "tcp", number, toString: () => String(number) },
    measure() {
      const ms = pid === undefined ? null : cpuMsOf(pid);
      emit({ type: "cpu", process: YARDSTICK, ms });
      return ms;
    },
    dispose: () => void child.kill("SIGKILL"),
  };
}
