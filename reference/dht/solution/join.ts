import { isBetween } from "./identifier.js";
import { MAX_HOPS, type Message } from "./message.js";
import type { PeerState } from "./peer-state.js";
import { isSame, type Address } from "./ref.js";
import { notifyFirst } from "./stabilize.js";

const TRIES = 10;

/** Asks the known peer for a place in its ring. */
export async function joinRing(peer: PeerState, known: Address): Promise<void> {
  const { ring, wire, pings } = peer;
  const answer = await wire.ask({ type: "join", peer: ring.self, hops: 0 }, known, { sends: TRIES });
  if (!answer) return peer.giveUp(`nobody welcomed us: asked ${known.host}:${known.port} ${TRIES} times`);
  if (answer.type === "refused") return peer.giveUp(`refused: ${answer.reason}`);

  const [first = answer.predecessor, second] = answer.successors;
  peer.stage = "welcomed";
  ring.takeSuccessors(first, second);
  ring.takePredecessor(answer.predecessor);
  for (const ref of ring.otherSuccessors) pings.send(ref);
  void notifyFirst(peer);
}

/** The answer goes to the newcomer, whoever passed its join on. */
export function receiveJoin(peer: PeerState, { tx, peer: newcomer, hops }: Message<"join">): void {
  const { ring, wire, dead, pings } = peer;
  const { self, first } = ring;
  if (peer.stage === "leaving" || isSame(newcomer, self) || hops > MAX_HOPS) return;
  dead.revive(newcomer);

  if (isSame(newcomer, first)) {
    // It asks again, so our welcome was lost. Who comes behind it we may have to learn first.
    const { second } = ring;
    if (second) wire.send({ type: "welcome", tx, predecessor: self, successors: [second, second] }, newcomer);
  } else if (newcomer.id === self.id || newcomer.id === first.id) {
    // The one that has the identifier may be dying: then the newcomer will be welcomed soon.
    if (newcomer.id === first.id && pings.unanswered(first) > 1) return;
    wire.send({ type: "refused", tx, reason: `identifier ${newcomer.id} is in the ring already` }, newcomer);
  } else if (isBetween(self.id, newcomer.id, first.id)) {
    wire.send({ type: "welcome", tx, predecessor: self, successors: ring.successors }, newcomer);
    ring.takeSuccessors(newcomer, first);
  } else if (hops < MAX_HOPS) {
    wire.send({ type: "join", tx, peer: newcomer, hops: hops + 1 }, first);
  }
}
