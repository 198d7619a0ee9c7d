import type { Transcript } from "#harness";
import { parseMessage, type Parsed } from "./messages.js";

/** A datagram that a party of the harness sent or received, read. */
export type RecordedMessage = Parsed & {
  n: number;
  direction: "sent" | "received";
  /** The party's own address. */
  local: string;
  /** Whom it went to, or came from. */
  remote: string;
  length: number;
};

/** All datagrams of a run until the harness ends its programs, in order. */
export function recordedMessages({ events }: Transcript): RecordedMessage[] {
  const end = events.findIndex((event) => event.type === "signal" && event.why === "end of run");
  return events
    .slice(0, end < 0 ? events.length : end)
    .flatMap((event) =>
      event.type === "datagram"
        ? [{ ...parseMessage(event.bytes), n: event.n, direction: event.direction, local: event.local, remote: event.remote, length: event.bytes.length }]
        : [],
    );
}
