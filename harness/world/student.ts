import type { ProcessEvent } from "../process/events.js";
import type { ExitStatus } from "../process/program.js";
import type { SeededStream } from "../text/seeded-stream.js";
import type { WaitOutcome } from "./events.js";
import type { Port } from "./ports.js";

/** A student's program as a scenario sees it. */
export interface StudentProgram {
  /** Its name in events: the role, with a number from the second on. */
  readonly name: string;
  readonly exit: ExitStatus | null;
  /** Gives it more standard input; resolves when the pipe has taken it. */
  write(text: string | Uint8Array): Promise<void>;
  /** End of its standard input. */
  endInput(): void;
  /** Waits until it has ended by itself. */
  exited(waitMs?: number): Promise<WaitOutcome>;
  /** Waits up to `ms` for it to end, without expecting it. */
  lull(ms: number): Promise<void>;
  signal(name: NodeJS.Signals): void;
  /** Records the CPU time that it has had so far; answers that, ms, or null where it is not known. */
  measure(): number | null;
}

export interface StartOptions {
  /** What the contract lets the environment set, such as { TIMEOUT_MS: "200" }. */
  env?: Record<string, string>;
}

/** What a program reads, and what it is to print if that is too much to keep. */
export interface Input {
  stdin?: string | Uint8Array | SeededStream;
  expectedStdout?: SeededStream;
}

/** The student's programs, to be started by a scenario. */
export interface Student {
  /**
   * Starts a role that serves, and waits until it has bound every Port among its arguments. If it does not, the run ends
   * there: what the scenario would have done after it never takes place.
   */
  serve(role: string, args: (string | Port)[], options?: StartOptions): Promise<StudentProgram>;
  /**
   * Starts a role that reads standard input. `stdin` is all of it; without it the scenario writes, then ends the input.
   */
  run(role: string, args: (string | number)[], options?: StartOptions & Input): Promise<StudentProgram>;
}

/** Thrown by serve(): the student's program is not there to play with, so the run is over. Not a fault of ours. */
export class CutShort extends Error {
  override readonly name = "CutShort";
}

export type EmitProcessEvent = (event: ProcessEvent) => void;
