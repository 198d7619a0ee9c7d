import { lookUp } from "./find.js";
import { CIRCLE, clockwise } from "./identifier.js";
import type { PeerState } from "./peer-state.js";
import { isSame } from "./ref.js";

/** Looks up one shortcut after the other. */
export async function refreshShortcuts(peer: PeerState): Promise<void> {
  const { ring, shortcuts } = peer;
  // As far as the successors reach, none is shorter. In a ring of two they reach all the way round.
  let reached = ring.second ? clockwise(ring.self.id, ring.second.id) || CIRCLE : CIRCLE;
  for (let steps = 1; steps < CIRCLE; steps *= 2) {
    if (steps <= reached) continue;
    const found = await lookUp(peer, (ring.self.id + steps) % CIRCLE);
    if (isSame(found, ring.self)) return;
    if (!found) continue;
    shortcuts.heard(found);
    reached = clockwise(ring.self.id, found.id);
  }
}
