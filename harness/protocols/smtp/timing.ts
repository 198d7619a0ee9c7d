import type { Crossing } from "../../transcript/exchanges.js";
import type { Arrival } from "./arrival.js";
import { isPositive, type SmtpReply } from "./replies.js";

/** What is answered, and the event that completed the reply: Infinity if none did. */
interface Pending {
  occasion: string;
  answeredAt: number;
  isAnswered: boolean;
}

/** After these the next may follow at once where PIPELINING was offered (RFC 2920 3.1). */
const GROUPED = new Set(["MAIL", "RCPT", "RSET", "message"]);

/** Tells, step by step, what the client sent before it had been answered. The order of events is that of our own socket. */
export class Timing {
  readonly spokeFirst: boolean;
  offered: string[] = [];
  readonly #steps: Pending[] = [];

  constructor(
    private readonly received: Arrival,
    private readonly sent: Arrival,
    greeting: SmtpReply | null,
  ) {
    const greeted = this.#pending("greeting", greeting);
    this.#steps.push(greeted);
    const first = received.eventOf(0);
    this.spokeFirst = greeted.isAnswered && first > 0 && first < greeted.answeredAt;
  }

  /** Of the command or message at this place of the stream; to be called in order. What was never answered makes nothing early. */
  next(
    occasion: string,
    { offset, length }: { offset: number; length: number },
    reply: SmtpReply | null,
  ): { early: boolean; pipelined: boolean; events: number[] } {
    const cameAt = length === 0 ? Infinity : this.received.eventOf(offset);
    const unanswered = this.#unansweredAt(cameAt);
    const isAhead = unanswered.some(({ isAnswered }) => isAnswered);
    const mayBe = this.offered.includes("PIPELINING") && unanswered.every((step) => GROUPED.has(step.occasion));
    this.#steps.push(this.#pending(occasion, reply));
    if (occasion === "EHLO" && isPositive(reply)) this.offered = (reply?.lines ?? []).slice(1).map((line) => line.split(" ")[0]?.toUpperCase() ?? "");
    const events = [...this.received.eventsOf(offset, length), ...(reply === null ? [] : this.sent.eventsOf(reply.offset, reply.length))];
    return { early: isAhead && !mayBe, pipelined: isAhead && mayBe, events: [...new Set(events)].sort((a, b) => a - b) };
  }

  /** Whether the client closed or broke the connection before the last reply was complete. */
  leftEarly(crossings: readonly Crossing[]): boolean {
    const theirs = crossings.find(({ type, direction }) => type !== "data" && direction === "received");
    return theirs !== undefined && theirs.n < (this.#steps.at(-1)?.answeredAt ?? 0);
  }

  /** The steps before that were not answered completely at that event. */
  #unansweredAt(event: number): Pending[] {
    const firstAnswered = this.#steps.findLastIndex(({ answeredAt }) => answeredAt < event);
    return this.#steps.slice(firstAnswered + 1);
  }

  #pending(occasion: string, reply: SmtpReply | null): Pending {
    const isAnswered = reply?.final === true;
    return { occasion, isAnswered, answeredAt: isAnswered ? this.sent.eventOf(reply.offset + reply.length - 1) : Infinity };
  }
}
