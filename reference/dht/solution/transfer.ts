import { identifierOf } from "./identifier.js";
import type { Message } from "./message.js";
import type { PeerState } from "./peer-state.js";
import { isSameAddress, type Address } from "./ref.js";

export function receiveTransfer(peer: PeerState, { tx, entries }: Message<"transfer">, sender: Address): void {
  const { ring, wire, replication, handOver } = peer;
  // Acknowledged, the entries would be forgotten there, and lost with us.
  if (peer.stage === "leaving") return;
  for (const entry of entries) peer.entries.add(entry);
  wire.send({ type: "ok", tx }, sender);

  const owns = ([key]: (typeof entries)[number]) => ring.owns(identifierOf(key));
  replication.copy(entries.filter(owns));
  // What the predecessor sends is its legacy: it is leaving, and its range will be ours. What others send, and is not
  // ours, they sent before a peer nearer to it came between.
  const isLegacy = ring.predecessor !== null && isSameAddress(sender, ring.predecessor);
  if (!isLegacy) handOver.begin(entries.filter((entry) => !owns(entry)));
}
