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
  /** The steps from this one on were not answered completely when the latest of them began; how many will be, and after how many nothing may follow at once. */
  #firstOpen = 0;
  #openAnswered = 0;
  #openUngrouped = 0;

  constructor(
    private readonly received: Arrival,
    private readonly sent: Arrival,
    greeting: SmtpReply | null,
  ) {
    const greeted = this.#pending("greeting", greeting);
    this.#open(greeted);
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
    this.#closeThoseAnsweredBefore(cameAt);
    const isAhead = this.#openAnswered > 0;
    const mayBe = this.offered.includes("PIPELINING") && this.#openUngrouped === 0;
    this.#open(this.#pending(occasion, reply));
    if (occasion === "EHLO" && isPositive(reply)) this.offered = (reply?.lines ?? []).slice(1).map((line) => line.split(" ")[0]?.toUpperCase() ?? "");
    const events = [...this.received.eventsOf(offset, length), ...(reply === null ? [] : this.sent.eventsOf(reply.offset, reply.length))];
    return { early: isAhead && !mayBe, pipelined: isAhead && mayBe, events: [...new Set(events)].sort((a, b) => a - b) };
  }

  /** Whether the client closed or broke the connection before the last reply was complete. */
  leftEarly(crossings: readonly Crossing[]): boolean {
    const theirs = crossings.find(({ type, direction }) => type !== "data" && direction === "received");
    return theirs !== undefined && theirs.n < (this.#steps.at(-1)?.answeredAt ?? 0);
  }

  #open(step: Pending): void {
    this.#steps.push(step);
    this.#count(step, 1);
  }

  /** Replies come in the order of what they answer, so each step is passed once, however far the client is ahead. */
  #closeThoseAnsweredBefore(event: number): void {
    for (let step = this.#steps[this.#firstOpen]; step !== undefined && step.answeredAt < event; step = this.#steps[++this.#firstOpen]) this.#count(step, -1);
  }

  #count({ isAnswered, occasion }: Pending, by: 1 | -1): void {
    if (isAnswered) this.#openAnswered += by;
    if (!GROUPED.has(occasion)) this.#openUngrouped += by;
  }

  #pending(occasion: string, reply: SmtpReply | null): Pending {
    const isAnswered = reply?.final === true;
    return { occasion, isAnswered, answeredAt: isAnswered ? this.sent.eventOf(reply.offset + reply.length - 1) : Infinity };
  }
}
