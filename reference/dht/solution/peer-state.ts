import { Entries } from "./entries.js";
import { HandOver } from "./hand-over.js";
import { Pings } from "./pings.js";
import type { Ref } from "./ref.js";
import { Replication } from "./replication.js";
import { Ring } from "./ring.js";
import { Shortcuts } from "./shortcuts.js";
import { TheDead } from "./the-dead.js";
import type { Wire } from "./wire.js";

/**
 * `outside`: not yet welcomed. `welcomed`: in the ring, but our successor has not acknowledged that we are, and may still
 * have what we are asked for.
 */
export type Stage = "outside" | "welcomed" | "member" | "leaving";

/** All that a peer knows. The modules beside this one are its behaviour. */
export interface PeerState {
  readonly wire: Wire;
  readonly ring: Ring;
  readonly pings: Pings;
  readonly dead: TheDead;
  readonly shortcuts: Shortcuts;
  readonly entries: Entries;
  readonly handOver: HandOver;
  readonly replication: Replication;
  stage: Stage;
  /** What is answered as soon as we are a member. */
  readonly held: (() => void)[];
  /** The successor that a notify is on its way to. */
  notified: Ref | undefined;
  /** Clients' requests that are being carried to other peers. */
  readonly carried: Set<string>;
  /** Ends the program with a last word. */
  readonly giveUp: (reason: string) => never;
}

export function createPeer(self: Ref, wire: Wire, stage: Stage, giveUp: (reason: string) => never): PeerState {
  const ring = new Ring(self);
  const entries = new Entries();
  const copies = new Entries();
  const handOver = new HandOver(ring, wire, entries, copies);
  const replication = new Replication(ring, wire, entries, copies);
  ring.onPredecessor = (formerStart) => {
    handOver.begin(entries.where((id) => !ring.owns(id)));
    replication.inherit(formerStart);
  };
  ring.onSuccessors = () => replication.meetSuccessors();
  return {
    wire,
    ring,
    pings: new Pings(self, wire),
    dead: new TheDead(wire.intervalMs),
    shortcuts: new Shortcuts(wire.intervalMs),
    entries,
    handOver,
    replication,
    stage,
    held: [],
    notified: undefined,
    carried: new Set(),
    giveUp,
  };
}
