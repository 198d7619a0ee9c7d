import { execFile } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import { boundSockets, hasBound, servesLoopback, type BoundSocket } from "./bound-sockets.js";
import { hasProc } from "./proc.js";
import type { Program } from "./program.js";

/** The port that a program was given and is to bind. */
export interface BindTarget {
  transport: "tcp" | "udp";
  port: number;
}

const POLL_MS = 20;
/** Reading the kernel's TCP tables costs several ms, so a slow starter is looked at less often. */
const SLOW_POLL_MS = 100;
const QUICK_LOOKS = 100;
/** Of so many looks, one reads the kernel's tables to their ends. */
const WHOLE_LOOK = 10;

/** What a look at a program's sockets found: whether the target is bound, and all that is, as "tcp 0.0.0.0:12000". */
export interface Look {
  ready: boolean;
  bound: string[];
}

export function lookAtSockets(pid: number, target: BindTarget): Look {
  const sockets = boundSockets(pid, target.transport);
  return {
    ready: sockets.some(serves(target)),
    bound: sockets.map((socket) => `${socket.transport} ${socket.address.includes(":") ? `[${socket.address}]` : socket.address}:${socket.port}`),
  };
}

function serves(target: BindTarget): (socket: BoundSocket) => boolean {
  return ({ port, address }) => port === target.port && servesLoopback(address);
}

/** Where there are no kernel tables (macOS), lsof knows; slower, but it sends the program nothing either. */
export async function lsofFindsBound(processGroup: number, { transport, port }: BindTarget): Promise<boolean> {
  const args = ["-nP", "-a", "-g", String(processGroup), `-i${transport.toUpperCase()}:${port}`, ...(transport === "tcp" ? ["-sTCP:LISTEN"] : [])];
  return await new Promise<boolean>((resolve) => execFile("lsof", args, (error, stdout) => resolve(error === null && stdout !== "")));
}

/**
 * Resolves with true once the program has bound the target, false when it has ended or `stopped` says so. Nothing is sent
 * to the program: a probing connection would be the first thing that it sees.
 */
export async function waitUntilBound(program: Pick<Program, "pid" | "exit" | "stdoutHas">, target: BindTarget, stopped: () => boolean): Promise<boolean> {
  for (let looks = 0; !stopped(); looks++) {
    if (program.exit !== null || program.pid === null) return false;
    const whole = looks % WHOLE_LOOK === WHOLE_LOOK - 1;
    if (
      hasProc
        ? hasBound(program.pid, target.transport, serves(target), whole)
        : program.stdoutHas(/ready|listening/i) || (await lsofFindsBound(program.pid, target))
    )
      return true;
    await delay(looks < QUICK_LOOKS ? POLL_MS : SLOW_POLL_MS);
  }
  return false;
}
