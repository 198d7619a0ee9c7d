import type { Mode } from "./cutting.js";
import type { Files } from "./files.js";
import type { Net } from "./net.js";
import type { Seed } from "./seed.js";
import type { Student } from "./student.js";

/** What a scenario plays with. */
export interface Stage {
  student: Student;
  net: Net;
  /** Folders of files that the program works on. */
  files: Files;
  seed: Seed;
  /**
   * 1; more where a run was spoilt and is repeated: times that the scenario sets the student's program are to be so many times longer.
   * Waits for the program are so by themselves.
   */
  unhurried: number;
  /** Round-trip time that somebody who plays by hand asks for, ms; 0 where programs are judged. */
  rttMs: number;
  /** Whether somebody starts the programs by hand: when they end is not seen then. */
  byHand: boolean;
}

export interface ScenarioOptions {
  /** The role of the student's that it is about. */
  role: string;
  /** The modes it is run in; only "whole" if left out. */
  modes?: readonly Mode[];
  /** Runs per mode; 1 if left out. */
  trials?: number;
  /** Loopback addresses beside 127.0.0.1 that the machine must have. */
  addresses?: readonly string[];
  /** Whether it takes seconds: it is started before the others then, so that nobody waits for it alone in the end. */
  slow?: boolean;
}

/** A short play: starts the student's roles, drives the parties, asserts nothing. */
export interface Scenario extends Required<ScenarioOptions> {
  kind: "scenario";
  /** kebab-case, unique in its lab. */
  name: string;
  play: (stage: Stage) => Promise<void>;
}

/**
 * Makes a scenario. Every one that a file in a lab's `scenarios/` exports is found.
 *
 *     export const oneClient = scenario("one-client", { role: "server" }, async ({ student, net, seed }) => {
 *       const port = await net.port("tcp");
 *       await student.serve("server", [port]);
 *       const client = await net.connect("client", port);
 *       ...
 *     });
 */
export function scenario(name: string, options: ScenarioOptions, play: Scenario["play"]): Scenario {
  return {
    kind: "scenario",
    name,
    role: options.role,
    modes: options.modes ?? ["whole"],
    trials: options.trials ?? 1,
    addresses: options.addresses ?? [],
    slow: options.slow ?? false,
    play,
  };
}
