// What keeps the ring true while peers come, go and die: pings, and what pongs tell of the peers around.

import type { Message } from "./message.js";
import type { PeerState } from "./peer-state.js";
import { isSame, nameOf, type Address, type Ref } from "./ref.js";

/** Pings in a row without answer. Fewer may be lost on the way. */
const PINGS_TO_DEATH = 3;

/** A predecessor pings us every interval; silent for longer, it is pinged. */
const SILENT_INTERVALS = 1.5;

/** Every interval. */
export function watchNeighbours(peer: PeerState): void {
  const { pings } = peer;
  for (const ref of watched(peer)) if (pings.unanswered(ref) >= PINGS_TO_DEATH) loseDead(peer, ref);
  pings.keepOnly(watched(peer));
  for (const ref of watched(peer)) pings.send(ref);
}

function watched({ ring, wire }: PeerState): Ref[] {
  const predecessor = ring.otherPredecessor;
  const isSilent = ring.predecessorSilenceMs > SILENT_INTERVALS * wire.intervalMs;
  const refs = predecessor && isSilent ? [...ring.otherSuccessors, predecessor] : ring.otherSuccessors;
  return [...new Map(refs.map((ref) => [nameOf(ref), ref])).values()];
}

function loseDead(peer: PeerState, ref: Ref): void {
  const { ring } = peer;
  console.error(`dead: ${nameOf(ref)}`);
  forget(peer, ref);
  if (isSame(ref, ring.predecessor)) ring.losePredecessor();
  if (isSame(ref, ring.second)) ring.takeSuccessors(ring.first, undefined);
  if (isSame(ref, ring.first)) replaceFirst(peer, ring.second);
}

function forget({ dead, pings, shortcuts }: PeerState, ref: Ref): void {
  dead.add(ref);
  pings.forget(ref);
  shortcuts.forget(ref);
}

/** `heir`: undefined if we do not know of any, ourselves if we are the only one left as far as we know. */
function replaceFirst(peer: PeerState, heir: Ref | undefined, second?: Ref): void {
  const { ring, shortcuts } = peer;
  if (heir && !isSame(heir, ring.self)) return takeFirst(peer, heir, second);
  // From whoever lives, predecessors lead back to the right one.
  const contact = ring.otherPredecessor ?? shortcuts.all()[0];
  if (contact) return takeFirst(peer, contact, undefined);
  if (!heir) return peer.giveUp("both successors are dead, and nobody else is known");
  ring.takeSuccessors(ring.self, undefined);
  ring.takePredecessor(ring.self);
}

function takeFirst(peer: PeerState, first: Ref, second: Ref | undefined): void {
  peer.ring.takeSuccessors(first, second);
  void notifyFirst(peer);
}

/** Tells the first successor that we believe to be its predecessor. */
export async function notifyFirst(peer: PeerState): Promise<void> {
  const { ring, wire } = peer;
  const first = ring.first;
  if (peer.stage === "leaving" || isSame(peer.notified, first)) return;
  peer.notified = first;
  const answer = await wire.ask({ type: "notify", peer: ring.self }, first);
  if (isSame(peer.notified, first)) peer.notified = undefined;
  if (answer && peer.stage === "welcomed") becomeMember(peer);
}

/** Our successor no longer answers for our range, and has sent what was there. */
function becomeMember(peer: PeerState): void {
  peer.stage = "member";
  for (const serve of peer.held.splice(0)) serve();
}

export function receivePing({ ring, wire, dead }: PeerState, { tx, from }: Message<"ping">, sender: Address): void {
  const { self, predecessor, successors } = ring;
  dead.revive(from);
  wire.send({ type: "pong", tx, from: self, predecessor, successors }, sender);
}

export function receivePong(peer: PeerState, pong: Message<"pong">): void {
  const { ring, pings, dead } = peer;
  const { from, predecessor } = pong;
  if (peer.stage === "leaving" || !pings.isAnswered(pong)) return;
  if (isSame(from, ring.predecessor)) ring.predecessorIsHeard();

  const isBetter = ring.isBetterFirst(from);
  if (isBetter) ring.takeSuccessors(from, ring.first);
  if (!isSame(from, ring.first)) return;

  if (!isBetter) {
    const second = pong.successors.find((ref) => !isSame(ref, from) && !dead.has(ref));
    if (second && !isSame(second, ring.second)) ring.takeSuccessors(from, second);
  }
  // Only once it has answered itself is it taken: it may be dead.
  if (predecessor && ring.isBetterFirst(predecessor) && !dead.has(predecessor)) pings.send(predecessor);
  // Also when its `ok` was lost each time: it knows us, but we are no member yet.
  if (isBetter || !isSame(predecessor, ring.self) || peer.stage === "welcomed") void notifyFirst(peer);
}

export function receiveNotify(peer: PeerState, { tx, peer: ref }: Message<"notify">, sender: Address): void {
  const { ring, wire, dead, pings } = peer;
  dead.revive(ref);
  // Its entries leave before the `ok`: with that it begins to answer for them.
  if (ring.isBetterPredecessor(ref)) ring.takePredecessor(ref);
  wire.send({ type: "ok", tx }, sender);
  if (ring.isAlone && ref.id !== ring.self.id) {
    takeFirst(peer, ref, ring.self);
    pings.send(ref);
  }
}

export function receiveLeave(peer: PeerState, leave: Message<"leave">, sender: Address): void {
  const { ring, wire, dead, pings } = peer;
  const { tx, peer: leaver, predecessor, successors } = leave;
  wire.send({ type: "ok", tx }, sender);
  forget(peer, leaver);
  if (isSame(leaver, ring.predecessor)) {
    if (predecessor && !isSame(predecessor, leaver) && !dead.has(predecessor)) ring.takePredecessor(predecessor);
    else ring.losePredecessor();
  }
  if (isSame(leaver, ring.second)) ring.takeSuccessors(ring.first, undefined);
  if (!isSame(leaver, ring.first)) return;

  const [first, second] = successors.filter((ref) => !isSame(ref, leaver) && !dead.has(ref));
  replaceFirst(peer, first ?? ring.second, second);
  if (!ring.isAlone && peer.stage !== "leaving") pings.send(ring.first);
}
