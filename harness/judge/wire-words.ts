import { duration } from "../text/duration.js";
import { oneLine, visible } from "../text/visible.js";
import type { RecordedEvent } from "../transcript/events.js";
import { exitWords, isEndOfRun, unboundWords } from "./process-words.js";
import type { DialogueLine } from "./verdict.js";

/** Bytes of a line that are shown, unless it is the one that matters. */
export const SHOWN = 96;

type Said = Pick<DialogueLine, "side" | "text">;

/** What the line of one event says, null for events that tell a reader nothing. Bytes are said by dialogue-lines.ts. */
export function eventWords(event: RecordedEvent): Said | null {
  switch (event.type) {
    case "open":
      return event.by === "party" ? to("connects") : from(`connects to ${event.local}`);
    case "open-failed":
      return note(`cannot connect to ${event.remote} (${oneLine(event.code, 30)})`);
    case "listen":
      return note(`waits at ${event.address} (${event.transport.toUpperCase()})`);
    case "end":
      return side(event.direction, "closes its sending side (FIN)");
    case "reset":
      return side(event.direction, /^(ECONNRESET)?$/.test(event.code) ? "resets the connection (RST)" : `breaks the connection (${oneLine(event.code, 30)})`);
    case "wait":
      return waitWords(event);
    case "spawn":
      return note(`is started: ${oneLine([...Object.entries(event.env).map(([name, value]) => `${name}=${value}`), ...event.command].join(" "), 240)}`);
    case "spawn-failed":
      return note(`could not be started: ${oneLine(event.reason)}`);
    case "ready":
      return note(`has bound ${event.transport.toUpperCase()} port ${event.port}`);
    case "unready":
      return note(
        event.why === "exited" && event.bound.length === 0 ? `exited before it bound ${event.transport.toUpperCase()} port ${event.port}` : unboundWords(event),
      );
    case "stdin-end":
      return note("is given the end of stdin");
    case "signal":
      return isEndOfRun(event.why) ? null : note(`is sent ${oneLine(event.signal, 20)} (${oneLine(event.why, 60)})`);
    case "exit":
      return note(exitWords(event));
    case "bulk":
      return side(event.direction, `bytes ${event.offset} to ${event.offset + event.length - 1} of much text`);
    case "cut":
      return note("receives more than is kept");
    case "fault":
      return faultWords(event);
    case "cpu":
      return event.ms === null ? null : note(`has had ${(event.ms / 1000).toFixed(2)} s of CPU time`);
    case "output-cut":
      return note(`writes more on ${event.stream} than is kept`);
    default:
      return null;
  }
}

/** What the harness plays as the network's fault, so that nobody takes it for the program's. */
function faultWords(event: Extract<RecordedEvent, { type: "fault" }>): Said {
  switch (event.kind) {
    case "drop":
      return note(event.direction === "received" ? "plays a loss: that datagram never arrived" : "plays a loss: what it sends here never arrives");
    case "duplicate":
      return note("plays a duplicate: the same datagram once more");
    case "delay":
      return note("plays a delay: the next datagram arrives later");
    case "reorder":
      return note("plays a datagram that is overtaken by the next one");
    case "late-accept":
      return note("lets the connection wait before it accepts it");
    case "slow-reading":
      return note("reads slowly from here on");
    case "unheard":
      return note("the machine kept the program from hearing that in time: this line does not count");
    case "other-source":
      return note("plays a stranger, who was never asked:");
    case "stop-reading":
      return note("reads nothing for a while");
    case "resume-reading":
      return note("reads again");
  }
}

/** Waits that were met say nothing new; the others are often the whole story. */
function waitWords(event: Extract<RecordedEvent, { type: "wait" }>): Said | null {
  const until = oneLine(event.until, 60);
  switch (event.outcome) {
    case "met":
      return null;
    case "deadline":
      return note(`waited ${duration(event.ms)} for ${until}, in vain`);
    case "starved":
      return note(`waited for ${until}, but the machine gave the program no time`);
    case "ended":
      return note(`waited for ${until}, but the connection was closed first`);
    case "reset":
      return note(`waited for ${until}, but the connection was reset first`);
    case "exited":
      return note(`waited for ${until}, but the program exited first`);
  }
}

/** The first bytes, at most `max` of them, and in how many pieces they crossed the wire. */
export function bytesWords(head: string, total: number, pieces: number, max = SHOWN): string {
  const room = fitting(head.slice(0, max), 1.25 * max);
  const shown = total > room.length ? `"${visible(room)}"... (${total} bytes)` : `"${visible(room)}"`;
  return pieces > 1 ? `${shown} in ${pieces} pieces` : shown;
}

/** As much of `binary` as takes no more than `width` chars to show: of what is not text a few bytes say enough. */
function fitting(binary: string, width: number): string {
  let taken = 0;
  for (let i = 0; i < binary.length; i++) {
    taken += visible(binary.charAt(i)).length;
    if (taken > width) return binary.slice(0, i);
  }
  return binary;
}

export function side(direction: "sent" | "received", text: string): Said {
  return direction === "sent" ? to(text) : from(text);
}

function to(text: string): Said {
  return { side: "to-student", text };
}

function from(text: string): Said {
  return { side: "from-student", text };
}

function note(text: string): Said {
  return { side: "note", text };
}
