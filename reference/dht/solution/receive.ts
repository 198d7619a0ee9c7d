// One message, one handler.

import { receiveFind } from "./find.js";
import { identifierOf } from "./identifier.js";
import { receiveJoin } from "./join.js";
import type { Message } from "./message.js";
import type { PeerState } from "./peer-state.js";
import { receiveRequest } from "./put-and-get.js";
import { isSameAddress, type Address } from "./ref.js";
import { receiveLeave, receiveNotify, receivePing, receivePong } from "./stabilize.js";
import { receiveTransfer } from "./transfer.js";

/** A client that is held repeats itself; nobody needs more of it. */
const MAX_HELD = 1000;

export function receive(peer: PeerState, message: Message, sender: Address): void {
  const { ring, wire } = peer;
  wire.settle(message);
  if (peer.stage === "outside") return;
  if (ring.predecessor && isSameAddress(sender, ring.predecessor)) ring.predecessorIsHeard();
  if (peer.stage === "welcomed" && isForOurRange(peer, message)) {
    if (peer.held.length < MAX_HELD) peer.held.push(() => serve(peer, message, sender));
    return;
  }
  serve(peer, message, sender);
}

function isForOurRange({ ring }: PeerState, message: Message): boolean {
  if (message.type === "find") return ring.owns(message.id);
  return (message.type === "put" || message.type === "get") && ring.owns(identifierOf(message.key));
}

function serve(peer: PeerState, message: Message, sender: Address): void {
  const { ring, wire, entries, replication } = peer;
  const { tx } = message;
  switch (message.type) {
    case "ping":
      return receivePing(peer, message, sender);
    case "pong":
      return receivePong(peer, message);
    case "find":
      return receiveFind(peer, message);
    case "join":
      return receiveJoin(peer, message);
    case "notify":
      return receiveNotify(peer, message, sender);
    case "transfer":
      return receiveTransfer(peer, message, sender);
    case "replicate":
      replication.keep(message);
      return wire.send({ type: "ok", tx }, sender);
    case "put":
    case "get":
      return void receiveRequest(peer, message, sender);
    case "leave":
      return receiveLeave(peer, message, sender);
    case "state": {
      const { self, predecessor, successors } = ring;
      return wire.send({ type: "state", tx, self, predecessor, successors, entries: entries.size }, sender);
    }
    default:
    // An answer: whoever waits for it has it.
  }
}
