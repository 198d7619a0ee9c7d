import type { TcpExchange } from "../../transcript/exchanges.js";
import { toBinary } from "../../text/bytes.js";
import { unstuff, type StuffedText } from "../mail/dot-stuffing.js";
import { Arrival } from "./arrival.js";
import { readCommand, type SmtpCommand } from "./commands.js";
import { readReplies, type SmtpReply } from "./replies.js";
import { Timing } from "./timing.js";

/**
 * An SMTP session as it was recorded, with the server played by the harness: what the client sent, each with the reply to it.
 *
 *     220 ...  | EHLO a -> 250 | MAIL FROM:<a@b> -> 250 | RCPT TO:<c@d> -> 250 | DATA -> 354 | (message) -> 250 | QUIT -> 221
 */
export interface SmtpDialogue {
  greeting: SmtpReply | null;
  /** Whether the client sent anything before the greeting had been sent completely. */
  spokeFirst: boolean;
  steps: SmtpStep[];
  /** Keywords of the last EHLO reply, in upper case, without parameters. */
  offered: string[];
  /** Whether the client said QUIT. */
  quit: boolean;
  /** How the client's side of the connection ended, while on record. */
  closed: TcpExchange["closed"];
  /** Whether the client closed or broke the connection before the reply to its last command or message had been sent completely. */
  leftEarly: boolean;
  /** How the server's side ended. */
  serverClosed: TcpExchange["closed"];
}

interface Step {
  /** null if it was never answered; not `final` if the reply broke off. */
  reply: SmtpReply | null;
  /** Whether it began before the reply to what came before it had been sent completely, and might not: see `pipelined`. */
  early: boolean;
  /** Whether it began so early, and might: PIPELINING was offered (RFC 2920 3.1). */
  pipelined: boolean;
  /** Numbers of its events, and of its reply's. */
  events: number[];
}

export interface CommandStep extends Step {
  kind: "command";
  command: SmtpCommand;
}

/** What follows the reply 354. */
export interface MessageStep extends Step {
  kind: "message";
  message: StuffedText;
}

export type SmtpStep = CommandStep | MessageStep;

/** A client that goes on and on without an answer is read so far. */
const MOST_UNANSWERED = 100;

/** Reads a recorded exchange. */
export function smtpDialogue(exchange: TcpExchange): SmtpDialogue {
  const { received, crossings } = exchange;
  const replies = readReplies(toBinary(exchange.sent));
  const timing = new Timing(new Arrival(crossings, "received"), new Arrival(crossings, "sent"), replies[0] ?? null);
  const steps: SmtpStep[] = [];
  let at = 0;
  let answered = 1;
  while (steps.length < replies.length + MOST_UNANSWERED) {
    const command = readCommand(received, at);
    if (command === null) break;
    const reply = command.ending === "none" ? null : (replies[answered++] ?? null);
    steps.push({ kind: "command", command, reply, ...timing.next(command.verb, { offset: at, length: command.raw.length }, reply) });
    at += command.raw.length;
    if (reply?.code !== 354 || !reply.final) continue;
    const message = unstuff(received, at);
    const verdict = message.terminated ? (replies[answered++] ?? null) : null;
    steps.push({ kind: "message", message, reply: verdict, ...timing.next("message", message, verdict) });
    at += message.length;
  }
  return {
    greeting: replies[0] ?? null,
    spokeFirst: timing.spokeFirst,
    steps,
    offered: timing.offered,
    quit: steps.some((step) => step.kind === "command" && step.command.verb === "QUIT"),
    closed: exchange.closed,
    leftEarly: timing.leftEarly(crossings),
    serverClosed: serverClosed(exchange),
  };
}

function serverClosed({ crossings }: TcpExchange): TcpExchange["closed"] {
  const ours = crossings.find(({ type, direction }) => type !== "data" && direction === "sent");
  return ours === undefined ? "open" : ours.type === "end" ? "fin" : "reset";
}
