import { smtpDialogue, type CommandStep, type MessageStep, type SmtpStep, type TcpExchange } from "#harness";
import { INJECTED_ADDRESS } from "./delivery.js";
import type { LetterGiven } from "./letter-given.js";
import { messageView } from "./message-view.js";

/** What the rubric may ask of one connection; `exit` is the number of the event that ended the program. */
export function sessionView(exchange: TcpExchange, given: LetterGiven, exit: number) {
  const dialogue = smtpDialogue(exchange);
  const { steps, offered } = dialogue;
  const commands = steps.filter((step) => step.kind === "command");
  const message = steps.find((step) => step.kind === "message");
  const paths = commands.filter(({ command }) => command.verb === "MAIL" || command.verb === "RCPT");
  const said = (verb: string) => commands.filter(({ command }) => command.verb === verb);
  const recipients = said("RCPT");
  return {
    spoke: commands.length === 0 ? "nothing" : said("EHLO").length + said("HELO").length > 0 ? "EHLO or HELO" : "something else",
    greeting: dialogue.spokeFirst ? "not waited for" : "waited for",
    commands: steps.map(nameOf).join(", "),
    afterMessage: steps.slice(steps.findIndex(({ kind }) => kind === "message") + 1 || steps.length).map(nameOf).join(", "), // prettier-ignore
    name: nameFact([...said("EHLO"), ...said("HELO")]),
    lineEnds: has(commands, "unfinished") ? "none" : has(commands, "bare-lf") ? "LF alone" : "CRLF",
    brackets: paths.length > 0 && paths.every(({ command }) => command.path?.brackets === true) ? "there" : "missing",
    syntax: commands.flatMap(({ command }) => command.problems.filter(({ kind }) => !JUDGED_APART.has(kind)))[0]?.what ?? "",
    from: said("MAIL")[0]?.command.path?.mailbox ?? "",
    expectedFrom: given.from,
    to: recipients.map(({ command }) => command.path?.mailbox ?? command.argument),
    expectedTo: given.to,
    // Whether it waits for the greeting is asked apart.
    early: steps.slice(1).filter(({ early }) => early).map(nameOf)[0] ?? "", // prettier-ignore
    pipelined: steps.some(({ pipelined }) => pipelined) ? "yes" : "no",
    unoffered: paths.flatMap(({ command }) => command.parameters.map(({ keyword }) => keyword)).filter((keyword) => !offered.includes(extensionOf(keyword))).join(", "), // prettier-ignore
    size: sizeFact(paths[0], message),
    data: said("DATA").length > 0 ? "said" : "not said",
    sentMessage: message === undefined || message.message.raw.length === 0 ? "no" : "yes",
    accepted: steps.some((step) => step.kind === "message" && isPositive(step)) ? "yes" : "no",
    acceptedRecipients: message !== undefined && isPositive(message) ? recipients.filter(isPositive).length : 0,
    quit: dialogue.quit ? "said" : "not said",
    left: leftWhen(said("QUIT")[0], exchange, exit),
    injected: recipients.some(isInjected) ? "yes" : "no",
    ...(message === undefined ? {} : { message: messageView(message, given) }),
    closed: exchange.closed,
    outcome: exchange.outcome,
    events: exchange.events,
  };
}

/** The events of the command that a line end in an argument made; null if it made none. */
export function injectedCommand(exchange: TcpExchange): number[] | null {
  return smtpDialogue(exchange).steps.find((step) => step.kind === "command" && step.command.verb === "RCPT" && isInjected(step))?.events ?? null;
}

const isInjected = (step: SmtpStep) => step.kind === "command" && step.command.path?.mailbox === INJECTED_ADDRESS;

/** Closing its own side is not leaving: it may still read. */
function leftWhen(quit: CommandStep | undefined, { crossings }: TcpExchange, exit: number): string {
  if (quit === undefined) return "without QUIT";
  const replied = quit.reply?.final === true ? Math.max(...quit.events) : Infinity;
  const reset = crossings.find(({ type, direction }) => type === "reset" && direction === "received")?.n ?? Infinity;
  return Math.min(exit, reset) < replied ? "before the reply to QUIT" : "after the reply to QUIT";
}

/** It need not be exact (RFC 1870 4), nor count the dots that are stuffed. */
function sizeFact(mail: CommandStep | undefined, message: MessageStep | undefined): "that of the message" | "less than the message has" | "not announced" {
  const size = mail?.command.parameters.find(({ keyword }) => keyword === "SIZE")?.value;
  if (size === undefined || message === undefined) return "not announced";
  return Number(size) >= 0.9 * message.message.content.length ? "that of the message" : "less than the message has";
}

/** Kinds that have a field of their own, or that nobody is hurt by. */
const JUDGED_APART = new Set<string>(["bare-lf", "unfinished", "no-name", "bad-name", "no-brackets", "space-after-colon", "trailing-space"]);

const nameOf = (step: SmtpStep) => (step.kind === "message" ? "message" : step.command.verb || "an empty line");
const has = (steps: CommandStep[], kind: string) => steps.some(({ command }) => command.problems.some((problem) => problem.kind === kind));
const isPositive = ({ reply }: CommandStep | MessageStep) => reply !== null && reply.final && reply.code >= 200 && reply.code < 300;

/** The extension that has a parameter of MAIL or RCPT: BODY=8BITMIME is of 8BITMIME (RFC 6152), SIZE= of SIZE (RFC 1870). */
function extensionOf(keyword: string): string {
  return keyword === "BODY" ? "8BITMIME" : keyword;
}

function nameFact(hellos: CommandStep[]): "a domain or an address literal" | "missing" | "neither a domain nor an address literal" {
  if (hellos.length === 0 || has(hellos, "no-name")) return "missing";
  return has(hellos, "bad-name") ? "neither a domain nor an address literal" : "a domain or an address literal";
}
