import type { Message, Ref } from "./messages.js";
import type { Who } from "./who.js";

/** A message without its tx, with peers by their names: what it says, and nothing that differs from run to run. */
export function messageView(message: Message, who: Who): Record<string, unknown> {
  const { type } = message;
  switch (type) {
    case "ping":
      return { type, from: who.ref(message.from) };
    case "pong":
      return { type, from: who.ref(message.from), ...neighbours(message, who) };
    case "find":
      return { type, id: message.id, origin: who.at(`${message.origin.host}:${message.origin.port}`), hops: message.hops };
    case "found":
      return { type, id: message.id, peer: who.ref(message.peer), hops: message.hops };
    case "join":
      return { type, peer: who.ref(message.peer), hops: message.hops };
    case "welcome":
      return { type, ...neighbours(message, who) };
    case "refused":
      return { type };
    case "notify":
      return { type, peer: who.ref(message.peer) };
    case "transfer":
      return { type, entries: message.entries.length };
    case "put":
      return { type, key: message.key, value: message.value };
    case "ok":
      return message.peer === undefined ? { type } : { type, peer: who.ref(message.peer) };
    case "get":
      return { type, key: message.key };
    case "values":
      return { type, key: message.key, values: message.values.toSorted(), peer: who.ref(message.peer) };
    case "leave":
      return { type, peer: who.ref(message.peer), ...neighbours(message, who) };
    case "state":
      return message.self === undefined ? { type } : { type, self: who.ref(message.self), ...neighbours(message, who), entries: message.entries };
  }
}

function neighbours({ predecessor, successors }: { predecessor?: Ref | null; successors?: Ref[] }, who: Who): Record<string, unknown> {
  return { predecessor: who.ref(predecessor), successors: (successors ?? []).map((ref) => who.ref(ref)) };
}
