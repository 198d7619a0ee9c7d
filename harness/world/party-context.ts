import { setTimeout as sleep } from "node:timers/promises";
import type { ProcessEvent } from "../process/events.js";
import type { Cutter } from "./cutting.js";
import type { Address, WireEvent } from "./events.js";
import type { Heartbeat } from "./heartbeat.js";
import type { Patience } from "./patience.js";
import type { Signal } from "./signal.js";

/** What every party of a run shares. */
export interface PartyContext {
  emit: (event: WireEvent | ProcessEvent) => void;
  /** The number of the party's next socket. */
  nextSocket: () => number;
  patience: Patience;
  heartbeat: Heartbeat;
  /** Notified when a student's program ends. */
  programs: Signal;
  /** Whether all of the student's programs have ended: nothing more will come. */
  allExited: () => boolean;
  cutter: Cutter;
}

/** How long a party waits for the student's program, ms before patience is added. */
export const DEFAULT_WAIT_MS = 2000;
/** How long it waits on a socket that has once been waited for in vain, so that a dead program does not cost minutes. */
export const SPENT_WAIT_MS = 500;

/** "127.0.0.1:41873"; an IPv4 address that a dual-stack socket shows as IPv6 is shown as what it is. */
export function addressOf(host: string | undefined, port: number | undefined): Address {
  const bare = (host ?? "").replace(/^::ffff:/, "");
  return `${bare.includes(":") ? `[${bare}]` : bare}:${port ?? 0}`;
}

/** Lets `ms` pass by the clock, for what a program's own timers do not wait for. */
export async function pauseByClock({ patience }: PartyContext, ms: number): Promise<void> {
  patience.begins.notify();
  await sleep(ms, undefined, patience.stopped === null ? {} : { signal: patience.stopped });
}

/**
 * Notes when `step` takes `limitMs` or more, without the time in which the program was waited for: a program that gave up meanwhile was
 * right, and what fails in this run is not its fault.
 */
export async function promptly<T>(context: PartyContext, limitMs: number, step: () => Promise<T>): Promise<T> {
  if (limitMs === Infinity) return await step();
  const { outcome, ownMs } = await context.patience.timed(step);
  if (ownMs >= limitMs) noteLateness(context, { socket: null, ms: Math.round(ownMs * 10) / 10, nominalMs: limitMs });
  return outcome;
}

/** Notes that we were late by so much that what fails in this run is not the program's fault; such a run is played once more. */
export function noteLateness({ emit }: PartyContext, late: { socket: number | null; ms: number; nominalMs: number }): void {
  emit({ type: "wait", process: null, kind: "data", until: "our own process to get time", outcome: "starved", ...late });
}
