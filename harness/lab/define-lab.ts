import type { Dissector } from "../transcript/dissector.js";
import type { Transcript } from "../transcript/events.js";

/** A role of the student's: what its command gets as arguments. */
export interface RoleDefinition {
  /** Names of the positional arguments: ["host", "port"]. One that may be left out is in brackets: "[<known-host>:<known-port>]". */
  args: readonly string[];
  /** What it binds, if it serves. */
  listens?: "tcp" | "udp";
  /**
   * Of a role that is not a server: where in a view everything is on the wire. Checks that ask for nothing else are judged for a program
   * started by hand, too, whose output and exit status nobody sees.
   */
  onTheWire?: string;
}

/** "client <host> <port>"; an argument that may be left out stands in brackets of its own. */
export function usageOf(role: string, { args }: Pick<RoleDefinition, "args">): string {
  return [role, ...args.map((arg) => (arg.startsWith("[") ? arg : `<${arg}>`))].join(" ");
}

/** What a lab's `lab.ts` exports by default. */
export interface LabDefinition {
  name: string;
  /** A few words: "Upper case over TCP". */
  title: string;
  roles: Record<string, RoleDefinition>;
  dissect: Dissector;
  /** The scenario that is played by hand unless another is named; left out: the first that the rubric speaks of. */
  plays?: string;
  /** Of scenarios to be played by hand: what to draw of a run, line by line. */
  drawings?: Record<string, (transcript: Transcript) => string[]>;
}

/** Declares a lab; the identity function, for its types. */
export function defineLab(definition: LabDefinition): LabDefinition {
  return definition;
}
