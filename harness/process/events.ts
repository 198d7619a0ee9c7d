import type { StreamReference } from "../text/seeded-stream.js";

/** What happened to a student's process. `process` is its name within the run: the role, with a number from the second on. */
export type ProcessEvent =
  | { type: "spawn"; process: string; role: string; command: string[]; env: Record<string, string> }
  | { type: "spawn-failed"; process: string; role: string; command: string[]; reason: string }
  /** Input given to the program. */
  | { type: "stdin"; process: string; bytes: Uint8Array }
  | { type: "stdin-end"; process: string }
  /** Bytes that equal those of a seeded stream from `offset` on; given to it (`stdin`) or written by it (`stdout`). */
  | { type: "stdio-bulk"; process: string; stream: "stdin" | "stdout"; of: StreamReference; offset: number; length: number }
  | { type: "stdout" | "stderr"; process: string; bytes: Uint8Array }
  /** Output past the cap was drained but not kept from here on; the last of it follows in `output-tail`. */
  | { type: "output-cut"; process: string; stream: "stdout" | "stderr" }
  | { type: "output-tail"; process: string; stream: "stdout" | "stderr"; skipped: number; bytes: Uint8Array }
  /** The kernel says that the program has bound the address asked for. */
  | { type: "ready"; process: string; transport: "tcp" | "udp"; port: number }
  /** It has not: `bound` lists what it bound instead ("tcp 0.0.0.0:12000"). */
  | { type: "unready"; process: string; transport: "tcp" | "udp"; port: number; why: "exited" | "deadline"; bound: string[] }
  /** CPU time that a program (or the harness's own yardstick) has had by now, with all that it has started; null if the kernel does not tell. */
  | { type: "cpu"; process: string; ms: number | null }
  | { type: "signal"; process: string; signal: string; why: string }
  /** `cause` is the first cause when the harness ended it ("killed: 30 s exceeded"), else null. CPU time and memory are samples, null if unknown. */
  | { type: "exit"; process: string; code: number | null; signal: string | null; cause: string | null; cpuMs: number | null; peakMemoryBytes?: number | null };
