import type { WaitOutcome, Address } from "../world/events.js";
import type { RecordedEvent, Transcript } from "./events.js";

/** What one socket carried from a scenario's label on, to the socket's next label or the end. As the party sees it. */
export interface Exchange {
  label: string;
  socket: number;
  /** Numbers of its events. */
  events: number[];
  /** The first wait for data that was not met, or "met"; "refused" when the connection was not made. */
  outcome: WaitOutcome | "refused";
}

/** Bytes that crossed a connection at once, or one side's FIN or RST. */
export interface Crossing {
  /** The number of its event. */
  n: number;
  direction: "sent" | "received";
  type: "data" | "end" | "reset";
  /** None at an end. */
  bytes: Uint8Array;
}

/** An exchange on a TCP connection. */
export interface TcpExchange extends Exchange {
  sent: Buffer;
  received: Buffer;
  /** All that crossed in either direction, streams aside, in the order it was recorded. */
  crossings: Crossing[];
  /** How much of it came before the party closed its own sending side. */
  receivedBeforeOurEnd: number;
  /** Bytes of seeded streams, which are not stored: sent, and received as expected; null if there are none. */
  bulk: { sent: number; received: number; /** More came than is kept. */ cut: boolean } | null;
  /** How the student's side of the connection ended, while on record. */
  closed: "fin" | "reset" | "open";
  /** Whether the party had closed its own sending side (FIN) before the student's. */
  afterOurEnd: boolean;
}

export interface RecordedDatagram {
  n: number;
  at: number;
  /** How much earlier it may have arrived, ms. */
  lateMs: number;
  direction: "sent" | "received";
  local: Address;
  remote: Address;
  bytes: Buffer;
}

/** An exchange on a UDP socket: its datagrams in the order they were recorded. */
export interface UdpExchange extends Exchange {
  datagrams: RecordedDatagram[];
}

type SocketEvent = Extract<RecordedEvent, { socket: unknown }>;

/** The events of each label, in order. What an accepted connection carries before its first label, from one who speaks first, belongs to that label. */
function labelled(transcript: Transcript): Map<string, { socket: number; events: SocketEvent[] }> {
  const current = new Map<number, string>();
  const exchanges = new Map<string, { socket: number; events: SocketEvent[] }>();
  /** What belongs to a socket's first label, though it came before. */
  const before = new Map<number, SocketEvent[]>();
  for (const event of transcript.events) {
    // When the harness ends a program, the kernel closes its sockets: not the program's doing.
    if (event.type === "signal" && event.why === "end of run") break;
    if (!("socket" in event) || event.socket === null) continue;
    if (event.type === "open-failed") before.set(event.socket, [event]);
    else if (event.type === "open" && event.by === "student") before.set(event.socket, []);
    else if (event.type === "exchange") {
      current.set(event.socket, event.label);
      if (!exchanges.has(event.label)) exchanges.set(event.label, { socket: event.socket, events: before.get(event.socket) ?? [] });
      before.delete(event.socket);
    }
    const label = current.get(event.socket);
    if (label !== undefined) exchanges.get(label)?.events.push(event);
    else if (event.type !== "open" && event.type !== "open-failed") before.get(event.socket)?.push(event);
  }
  return exchanges;
}

function outcomeOf(events: SocketEvent[]): Exchange["outcome"] {
  if (events.some((event) => event.type === "open-failed")) return "refused";
  for (const event of events) if (event.type === "wait" && event.kind !== "end" && event.outcome !== "met") return event.outcome;
  return "met";
}

function base(label: string, { socket, events }: { socket: number; events: SocketEvent[] }): Exchange {
  return { label, socket, events: events.filter((event) => event.type !== "exchange").map((event) => event.n), outcome: outcomeOf(events) };
}

/** All exchanges on TCP connections, by label. */
export function tcpExchanges(transcript: Transcript): Map<string, TcpExchange> {
  const exchanges = new Map<string, TcpExchange>();
  for (const [label, part] of labelled(transcript)) {
    const data = (direction: "sent" | "received") =>
      Buffer.concat(part.events.flatMap((event) => (event.type === "data" && event.direction === direction ? [Buffer.from(event.bytes)] : [])));
    const theirs = part.events.find((event) => (event.type === "end" || event.type === "reset") && event.direction === "received");
    const ours = part.events.find((event) => event.type === "end" && event.direction === "sent");
    exchanges.set(label, {
      ...base(label, part),
      sent: data("sent"),
      received: data("received"),
      crossings: part.events.flatMap((event) => crossingOf(event) ?? []),
      receivedBeforeOurEnd: part.events.reduce(
        (sum, event) => sum + (event.type === "data" && event.direction === "received" && event.n < (ours?.n ?? Infinity) ? event.bytes.length : 0),
        0,
      ),
      bulk: bulkOf(part.events),
      closed: theirs === undefined ? "open" : theirs.type === "end" ? "fin" : "reset",
      afterOurEnd: ours !== undefined && theirs !== undefined && ours.n < theirs.n,
    });
  }
  return exchanges;
}

function crossingOf(event: SocketEvent): Crossing | null {
  if (event.type !== "data" && event.type !== "end" && event.type !== "reset") return null;
  const { n, type, direction } = event;
  return { n, type, direction, bytes: event.type === "data" ? event.bytes : new Uint8Array() };
}

function bulkOf(events: SocketEvent[]): TcpExchange["bulk"] {
  const lengths = (direction: "sent" | "received") =>
    events.reduce((sum, event) => sum + (event.type === "bulk" && event.direction === direction ? event.length : 0), 0);
  if (!events.some((event) => event.type === "bulk")) return null;
  return { sent: lengths("sent"), received: lengths("received"), cut: events.some((event) => event.type === "cut") };
}

/** All exchanges on UDP sockets, by label. */
export function udpExchanges(transcript: Transcript): Map<string, UdpExchange> {
  const exchanges = new Map<string, UdpExchange>();
  for (const [label, part] of labelled(transcript)) {
    const datagrams = part.events.flatMap((event) =>
      event.type === "datagram" ? [{ ...event, lateMs: event.lateMs ?? 0, bytes: Buffer.from(event.bytes) }] : [],
    );
    exchanges.set(label, { ...base(label, part), datagrams });
  }
  return exchanges;
}
