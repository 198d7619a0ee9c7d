import type { RecordedEvent } from "../transcript/events.js";

/** Who speaks in each event: the party of a socket ("client", and "origin, connection 2" from its second on), or the process. */
export function speakers(events: readonly RecordedEvent[]): (event: RecordedEvent) => string {
  const names = new Map<number, string>();
  const connections = new Map<string, number>();
  for (const event of events) {
    if (event.type === "listen" || event.type === "open-failed") names.set(event.socket, event.party);
    if (event.type !== "open" || names.has(event.socket)) continue;
    const count = (connections.get(event.party) ?? 0) + 1;
    connections.set(event.party, count);
    names.set(event.socket, count === 1 ? event.party : `${event.party}, connection ${count}`);
  }
  return (event) => {
    if ("party" in event && typeof event.party === "string") return names.get(event.socket) ?? event.party;
    if ("socket" in event && event.socket !== null) return names.get(event.socket) ?? "party";
    return "process" in event && event.process !== null ? event.process : "";
  };
}
