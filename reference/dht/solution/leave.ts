import { packEntries } from "./entries.js";
import type { PeerState } from "./peer-state.js";
import { nameOf, type Ref } from "./ref.js";

/** There is little time: the program must be gone two seconds after SIGTERM. */
const LONGEST_WAIT_MS = 150;
const SENDS = 4;

/** Hands the entries to a successor, then says farewell to the neighbours. Does not last for ever if nobody answers. */
export async function leaveRing(peer: PeerState): Promise<void> {
  const { ring, wire } = peer;
  const wasOutside = peer.stage === "outside";
  peer.stage = "leaving";
  if (wasOutside || ring.isAlone) return;
  // A notify that came after our farewell would bring us back.
  wire.giveUpWaiting();

  const everyMs = Math.min(wire.intervalMs, LONGEST_WAIT_MS);
  const { self, first, predecessor, otherPredecessor, successors, otherSuccessors } = ring;
  let heir: Ref | undefined;
  for (const successor of otherSuccessors) if (!heir && (await bequeath(peer, successor, everyMs))) heir = successor;

  const neighbours = [otherPredecessor, first, heir].filter((ref) => ref !== undefined);
  const leave = { type: "leave", peer: self, predecessor, successors } as const;
  const each = new Map(neighbours.map((ref) => [nameOf(ref), ref]));
  await Promise.all([...each.values()].map((ref) => wire.ask(leave, ref, { sends: SENDS, everyMs })));
}

/** Whether the successor has acknowledged all. */
async function bequeath({ wire, entries }: PeerState, to: Ref, everyMs: number): Promise<boolean> {
  for (const pack of packEntries(entries.where(() => true))) {
    if (!(await wire.ask({ type: "transfer", entries: pack }, to, { sends: SENDS, everyMs }))) return false;
  }
  return true;
}
