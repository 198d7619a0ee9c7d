import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ProcessEvent } from "../process/events.js";
import { removeFolder } from "../process/remove-folder.js";
import { errorMessage } from "../errors.js";
import { Cutter } from "./cutting.js";
import type { WireEvent } from "./events.js";
import { LaidFiles, type FileEvent } from "./files.js";
import { Heartbeat } from "./heartbeat.js";
import { Net } from "./net.js";
import { Patience } from "./patience.js";
import { runSeed, type RunEnd } from "./play-run.js";
import type { Scenario } from "./scenario.js";
import { Signal } from "./signal.js";
import { StudentByHand } from "./student-by-hand.js";

export interface HandPlay {
  scenario: Scenario;
  seed: string;
  commands: Record<string, string[]>;
  /** The port to hand out first; null: free ones alone. */
  port: number | null;
  /** How many times longer than usual to wait; Infinity: for ever. */
  patience: number;
  /** Round-trip time to put between the parties and the program, ms. */
  rttMs: number;
  emit: (event: WireEvent | ProcessEvent | FileEvent) => void;
  say: (text: string) => void;
  stopped: AbortSignal;
}

/** Plays a scenario's parties for programs that somebody starts by hand. */
export async function playByHand({ scenario, seed, commands, port, patience, rttMs, emit, say, stopped }: HandPlay): Promise<Omit<RunEnd, "cuts">> {
  let sockets = 0;
  const programs = new Signal();
  const heartbeat = new Heartbeat();
  const context = {
    emit,
    nextSocket: () => ++sockets,
    patience: new Patience(() => [], patience, stopped),
    heartbeat,
    programs,
    allExited: () => false,
    cutter: new Cutter("whole", runSeed(`${seed}/whole`, scenario.name, 1)),
  };
  const net = new Net(context, port);
  const folder = await mkdtemp(join(tmpdir(), "wiregrade-play-"));
  const files = new LaidFiles(folder, folder, emit, () => Promise.resolve());
  try {
    await scenario.play({
      student: new StudentByHand(say, emit, commands, stopped),
      net,
      files,
      unhurried: 1,
      rttMs,
      byHand: true,
      seed: runSeed(seed, scenario.name, 1),
    });
    return { outcome: "played", reason: null };
  } catch (error) {
    if (stopped.aborted) return { outcome: "cut-short", reason: "stopped" };
    return { outcome: "aborted", reason: errorMessage(error) };
  } finally {
    net.dispose();
    heartbeat.stop();
    await removeFolder(folder);
  }
}
