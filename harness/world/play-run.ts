import { mkdir } from "node:fs/promises";
import { copyTree } from "../process/copy-tree.js";
import { errorMessage } from "../errors.js";
import { runFolders } from "../process/environment.js";
import type { ProcessEvent } from "../process/events.js";
import type { Sandbox } from "../process/isolation.js";
import type { Limits } from "../process/watch-limits.js";
import { diskUsage } from "../process/tree-usage.js";
import { removeFolder } from "../process/remove-folder.js";
import { Cutter, type CutPlan, type Mode } from "./cutting.js";
import type { WireEvent } from "./events.js";
import { LaidFiles, type FileEvent } from "./files.js";
import { Heartbeat } from "./heartbeat.js";
import { Net } from "./net.js";
import { Patience } from "./patience.js";
import type { Scenario } from "./scenario.js";
import { Seed } from "./seed.js";
import { Signal } from "./signal.js";
import { SpawnedStudent } from "./spawned-student.js";
import { CutShort } from "./student.js";

/** One scenario in one mode and one trial. */
export interface RunPlan {
  scenario: Scenario;
  mode: Mode;
  /** From 1. */
  trial: number;
}

/** "<scenario>.<mode>.<trial>": the run's name, also of its transcript's file. */
export function runName({ scenario, mode, trial }: { scenario: { name: string } | string; mode: string; trial: number }): string {
  return `${typeof scenario === "string" ? scenario : scenario.name}.${mode}.${trial}`;
}

export interface RunOptions extends RunPlan {
  seed: string;
  /** The built submission; each run gets a fresh copy. */
  built: string;
  /** A folder for this run alone, made here. */
  root: string;
  /**
   * How much may stay there in all, bytes, until whoever called removes everything at once: where files are made and removed in turn, ext4
   * takes twenty times longer to make them. What stays is taken off; left out: nothing may stay.
   */
  room?: { bytes: number };
  /** A folder for FIFOs that runs share; the run's own if left out. */
  pipes?: string;
  commands: Record<string, string[]>;
  sandbox: Sandbox;
  limits: Limits;
  emit: (event: ProcessEvent | WireEvent | FileEvent) => void;
  /** Every deadline is so many times longer than usual; 1 if left out. */
  patience?: number;
  /** Where to cut what is sent, in place of the mode. */
  cuts?: CutPlan;
}

/** How the play ended; `aborted` is our own fault, never the submission's. */
export interface RunEnd {
  outcome: "played" | "cut-short" | "aborted";
  reason: string | null;
  /** Where what was sent was cut. */
  cuts: CutPlan;
}

/** Inputs differ between scenarios of one seed, and are the same in all its modes. */
export function runSeed(seed: string, scenario: string, trial: number): Seed {
  return new Seed(`${seed}/${scenario}/${trial}`);
}

const FEW_ENTRIES = 1000;

/** Whether the folder stays, in the room that there is. */
async function mayStay(folder: string, room: { bytes: number } | undefined): Promise<boolean> {
  if (room === undefined || room.bytes <= 0) return false;
  const { bytes, entries, tooDeep, unseen } = await diskUsage([folder], room.bytes);
  if (bytes > room.bytes || entries > FEW_ENTRIES || tooDeep || unseen) return false;
  room.bytes -= bytes;
  return true;
}

/** Plays one run from the fresh copy to the last process gone. */
export async function playRun(options: RunOptions): Promise<RunEnd> {
  const { scenario, mode, trial, emit } = options;
  const folders = runFolders(options.root, options.pipes);
  const programs = new Signal();
  const heartbeat = new Heartbeat();
  const patience = new Patience(() => student.pids(), options.patience);
  const cutter = new Cutter(mode, runSeed(`${options.seed}/${mode}`, scenario.name, trial), options.cuts);
  const student = new SpawnedStudent({ commands: options.commands, folders, sandbox: options.sandbox, limits: options.limits, emit, patience, programs });
  let sockets = 0;
  const net = new Net({
    emit,
    nextSocket: () => ++sockets,
    patience,
    heartbeat,
    programs,
    allExited: () => student.allExited(),
    cutter,
  });
  const end = (outcome: RunEnd["outcome"], reason: string | null): RunEnd => {
    const fault = student.fault();
    return { ...(fault === null ? { outcome, reason } : { outcome: "aborted", reason: fault }), cuts: cutter.made };
  };
  try {
    await mkdir(folders.home, { recursive: true });
    await mkdir(folders.tmp);
    await copyTree(options.built, folders.work);
    await options.sandbox.handOver(folders);
    const files = new LaidFiles(folders.home, options.sandbox.homeInside(folders), emit, (path) => options.sandbox.give(path), options.sandbox.runsAs);
    await scenario.play({ student, net, files, unhurried: options.patience ?? 1, rttMs: 0, byHand: false, seed: runSeed(options.seed, scenario.name, trial) });
    return end("played", null);
  } catch (error) {
    return end(error instanceof CutShort ? "cut-short" : "aborted", errorMessage(error));
  } finally {
    await student.dispose();
    net.dispose();
    heartbeat.stop();
    await options.sandbox.empty(folders);
    if (!(await mayStay(options.root, options.room))) await removeFolder(options.root);
  }
}
