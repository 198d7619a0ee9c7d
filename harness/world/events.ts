import type { StreamReference } from "../text/seeded-stream.js";

/** "127.0.0.1:41873" */
export type Address = string;

/** How a wait of a scenario ended. `starved`: the machine gave the program no time to answer; never held against it. */
/** What a scenario waits for: `data` also stands for datagrams, `end` for the other side's FIN, `taken` for our own bytes to be accepted. */
export type WaitKind = "connection" | "data" | "end" | "taken" | "bound" | "exit";

export type WaitOutcome = "met" | "ended" | "reset" | "exited" | "deadline" | "starved";

/**
 * What happened on a socket of one of the harness's parties. `socket` numbers the party's sockets within the run, from 1;
 * `sent` and `received` are as the party sees it, never as the student does.
 */
export type WireEvent =
  | { type: "listen"; socket: number; transport: "tcp" | "udp"; party: string; address: Address }
  /** A TCP connection: made by the party, or accepted by it from the student (`listener`: the listening socket). */
  | { type: "open"; socket: number; party: string; by: "party" | "student"; local: Address; remote: Address; listener?: number }
  | { type: "open-failed"; socket: number; party: string; remote: Address; code: string }
  | { type: "data"; socket: number; direction: "sent" | "received"; bytes: Uint8Array }
  /** Bytes that equal those of a seeded stream from `offset` on; what deviates from it follows as `data`, as far as it is kept. */
  | { type: "bulk"; socket: number; direction: "sent" | "received"; of: StreamReference; offset: number; length: number }
  /** From here on, what came is drained and counted, but not kept: it deviates from what was expected, and there is too much of it. */
  | { type: "cut"; socket: number; direction: "received" }
  /**
   * A fault of the network that the harness played on a datagram (`bytes`): it was lost on its way, came twice, later, after the
   * next one, or from elsewhere; or it came while this machine kept the program from hearing it (`unheard`); or something unusual that the party did: accepted late, stopped reading, read slowly, read on.
   */
  | {
      type: "fault";
      socket: number;
      kind: "drop" | "duplicate" | "delay" | "reorder" | "other-source" | "unheard" | "late-accept" | "stop-reading" | "slow-reading" | "resume-reading";
      direction: "sent" | "received";
      bytes?: Uint8Array;
    }
  /** FIN: that direction carries nothing more. */
  | { type: "end"; socket: number; direction: "sent" | "received" }
  /** RST, or another error that broke the connection (`code`: ECONNRESET, EPIPE, ...). */
  | { type: "reset"; socket: number; direction: "sent" | "received"; code: string }
  /** `lateMs`: our event loop was stalled, so it may have arrived up to so much earlier. */
  | { type: "datagram"; socket: number; direction: "sent" | "received"; local: Address; remote: Address; bytes: Uint8Array; lateMs?: number }
  /** From here on, what this socket carries belongs to the exchange `label`. */
  | { type: "exchange"; socket: number; label: string }
  /** A scenario waited for something; times in ms, `nominalMs` before patience was added. */
  | { type: "wait"; socket: number | null; process: string | null; kind: WaitKind; until: string; outcome: WaitOutcome; ms: number; nominalMs: number };
