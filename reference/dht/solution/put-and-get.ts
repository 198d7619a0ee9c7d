// A client asks any peer. If the key belongs to another, that peer is found and asked in the client's name; while the ring
// is being repaired nobody may answer, or a peer that is no longer responsible, so this is tried again for a while.

import { lookUp } from "./find.js";
import { identifierOf } from "./identifier.js";
import type { Answer, Message } from "./message.js";
import type { PeerState } from "./peer-state.js";
import { isSame, type Address } from "./ref.js";

type Request = Message<"put" | "get">;

const PATIENCE_INTERVALS = 12;

export async function receiveRequest(peer: PeerState, request: Request, client: Address): Promise<void> {
  const { ring, wire } = peer;
  const id = identifierOf(request.key);
  if (ring.owns(id)) {
    const answer = answerOwn(peer, request);
    if (answer) wire.send(answer, client);
    return;
  }
  // The client sends again while we are looking: one search is enough.
  const name = `${client.host}:${client.port} ${request.tx}`;
  if (peer.carried.has(name)) return;
  peer.carried.add(name);
  const answer = await carry(peer, request, id);
  peer.carried.delete(name);
  if (answer) wire.send(answer, client);
}

/** Undefined if we take it no longer: a value that came now would be lost with us. */
function answerOwn({ ring, entries, replication, stage }: PeerState, request: Request): Answer | undefined {
  const { tx, key } = request;
  if (request.type === "get") return { type: "values", tx, key, values: entries.valuesOf(key), peer: ring.self };
  if (stage === "leaving") return undefined;
  entries.add([key, [request.value]]);
  replication.copy([[key, [request.value]]]);
  return { type: "ok", tx, peer: ring.self };
}

async function carry(peer: PeerState, request: Request, id: number): Promise<Answer | undefined> {
  const { ring, wire } = peer;
  const deadline = performance.now() + PATIENCE_INTERVALS * wire.intervalMs;
  const { tx, key } = request;
  // A shortcut may lead to a dead peer. From the second time on we go the long way, where each step is watched.
  let isFirstTime = true;
  while (performance.now() < deadline) {
    const owner = await (isFirstTime ? lookUp(peer, id) : lookUp(peer, id, ring.first));
    isFirstTime = false;
    if (ring.owns(id)) return answerOwn(peer, request);
    if (!owner || isSame(owner, ring.self)) continue;
    if (request.type === "put") {
      const { value } = request;
      if (await wire.ask({ type: "put", key, value }, owner, { sends: 1 })) return { type: "ok", tx, peer: owner };
    } else {
      const answer = await wire.ask({ type: "get", key }, owner, { sends: 1 });
      if (answer) return { type: "values", tx, key, values: answer.values, peer: owner };
    }
  }
  return undefined;
}
