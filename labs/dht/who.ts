import type { Transcript } from "#harness";
import type { Ref } from "./messages.js";

/** A peer of the student's as it was started: `dht-peer 12 20012 127.0.0.1:20001`. */
export interface StudentPeer {
  /** The process: "peer", "peer 2". */
  process: string;
  ref: Ref;
}

/** Whose an address is: "peer" is the student's, or "peer 12" where there are several; "first", "newcomer", "client" are the harness's. */
export interface Who {
  students: StudentPeer[];
  /** Peers, of the harness or the student, with their identifiers. */
  peers: Map<string, { name: string; id: number }>;
  /** The name behind "127.0.0.1:20012". */
  at(address: string): string;
  /** A ref in words: the peer's name, if it is that peer's. */
  ref(ref: Ref | null | undefined): string | null;
}

export function whoIsWho({ events }: Transcript): Who {
  const students = events.flatMap((event) => (event.type === "spawn" ? (startedAs(event.process, event.command) ?? []) : []));
  const names = new Map<string, string>();
  const peers: Who["peers"] = new Map();
  for (const event of events) {
    if (event.type !== "listen") continue;
    const [, name = event.party, id] = /^(.*) \((\d+)\)$/.exec(event.party) ?? [];
    names.set(event.address, name);
    if (id !== undefined) peers.set(event.address, { name, id: Number(id) });
  }
  for (const { ref } of students) {
    const name = students.length === 1 ? "peer" : `peer ${ref.id}`;
    names.set(addressOf(ref), name);
    peers.set(addressOf(ref), { name, id: ref.id });
  }
  return {
    students,
    peers,
    at: (address) => names.get(address) ?? address,
    ref(ref) {
      if (ref === null || ref === undefined) return null;
      const known = peers.get(addressOf(ref));
      return known?.id === ref.id ? known.name : `${ref.id} at ${addressOf(ref)}`;
    },
  };
}

export function addressOf({ host, port }: { host: string; port: number }): string {
  return `${host}:${port}`;
}

/** Id and port are the last two words, or the two before a known peer's address. */
function startedAs(process: string, command: readonly string[]): StudentPeer | null {
  const words = /^[\d.]+:\d+$/.test(command.at(-1) ?? "") ? command.slice(0, -1) : command;
  const [id, port] = words.slice(-2);
  if (words.length < 3 || !/^\d+$/.test(id ?? "") || !/^\d+$/.test(port ?? "")) return null;
  return { process, ref: { id: Number(id), host: "127.0.0.1", port: Number(port) } };
}
