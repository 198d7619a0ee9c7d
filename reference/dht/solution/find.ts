import { MAX_HOPS, type Message } from "./message.js";
import type { PeerState } from "./peer-state.js";
import type { Ref } from "./ref.js";

export function receiveFind(peer: PeerState, { tx, id, origin, hops }: Message<"find">): void {
  const { ring, wire } = peer;
  if (hops > MAX_HOPS) return;
  // Whoever passed it on to us is not waiting; whoever began it is.
  if (ring.owns(id)) wire.send({ type: "found", tx, id, peer: ring.self, hops }, origin);
  else if (hops < MAX_HOPS) wire.send({ type: "find", tx, id, origin, hops: hops + 1 }, nextHop(peer, id));
}

/**
 * Who is responsible for the identifier; undefined if no answer came within an interval. Does not ask again: whoever
 * needs to know does, by the road that is right by then.
 */
export async function lookUp(peer: PeerState, id: number, by: Ref = nextHop(peer, id)): Promise<Ref | undefined> {
  const { ring, wire } = peer;
  if (ring.owns(id)) return ring.self;
  const { host, port } = ring.self;
  const found = await wire.ask({ type: "find", id, origin: { host, port }, hops: 0 }, by, { sends: 1 });
  return found?.id === id ? found.peer : undefined;
}

/** Always clockwise, and never past the identifier: so each hop comes closer, and the last one answers. */
function nextHop({ ring, shortcuts }: PeerState, id: number): Ref {
  return shortcuts.closestBefore(id, ring.self.id) ?? ring.first;
}
