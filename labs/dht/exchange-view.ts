import type { UdpExchange } from "#harness";
import { isBetween } from "./circle.js";
import { messageView } from "./message-view.js";
import { isAnswer, type Message, type Ref } from "./messages.js";
import type { RecordedMessage } from "./record.js";
import { addressOf, type Who } from "./who.js";

/** A whole run, as an exchange of it needs it. */
export interface Run {
  who: Who;
  /** Of all sockets, in order. */
  messages: RecordedMessage[];
  /** The student's peers that should have been alive at an event. */
  livingAt: (n: number) => Ref[];
  /** The event at which the party of an exchange goes on to its next one. */
  endOf: (exchange: UdpExchange) => number;
}

/** What one party said and heard under one label, and what became of the first request that it sent. */
export function exchangeView(exchange: UdpExchange, run: Run): Record<string, unknown> {
  const { who } = run;
  const numbers = new Set(exchange.events);
  const own = run.messages.filter(({ n }) => numbers.has(n));
  const heard = own.filter(({ direction }) => direction === "received");
  const end = run.endOf(exchange);
  const question = questionOf(own, end, run);
  return {
    ...(question === null ? NOT_ASKED : outcomeOf(question, end, run)),
    received: distinct(heard.flatMap(({ message }) => (message === null ? [] : [messageView(message, who)]))),
    counts: countsOf(heard),
    pings: paceOf(heard, exchange.events[0] ?? Infinity, end, run),
    malformed: heard.flatMap(({ problem }) => problem ?? []),
    events: exchange.events,
  };
}

const NOT_ASKED = { asked: null, answer: null, answers: 0, answeredTo: null, dueTo: null, passedOn: [] };

interface Question extends Omit<RecordedMessage, "message" | "problem"> {
  message: Message;
}

/** The request that an exchange is about: of those like its first one the last that was answered, for some are asked until the answer is as it should be. */
function questionOf(own: RecordedMessage[], end: number, { messages }: Run): Question | null {
  const requests = own.flatMap((one) => (one.direction === "sent" && one.message !== null && !isAnswer(one.message) ? [one] : []));
  const alike = requests.filter(({ message }) => message.type === requests[0]?.message.type);
  const heard = messages.filter(({ n, direction }) => n < end && direction === "received");
  const answered = new Set(heard.flatMap(({ message }) => (message !== null && isAnswer(message) ? [message.tx] : [])));
  return alike.findLast(({ message }) => answered.has(message.tx)) ?? alike.at(-1) ?? null;
}

/** What a request of ours came to before event `end`: its answer, whom that went to, and whom the request was passed on to. */
function outcomeOf(question: Question, end: number, { who, messages }: Run): Record<string, unknown> {
  const asked = question.message;
  const later = messages.filter(({ n, direction, message }) => n > question.n && n < end && direction === "received" && message?.tx === asked.tx);
  const answers = later.flatMap((one) => (one.message !== null && isAnswer(one.message) ? [one] : []));
  const [answer] = answers;
  return {
    asked: messageView(asked, who),
    answer: answer === undefined ? null : messageView(answer.message, who),
    answers: answers.length,
    answeredTo: answer === undefined ? null : who.at(answer.local),
    dueTo: who.at(dueTo(asked, question.local)),
    passedOn: later.flatMap(({ message, local }) =>
      message === null || message.type !== asked.type ? [] : [passedOn(asked, message, local, question.remote, who)],
    ),
  };
}

/** Where the answer belongs: with a find to its origin, with a join to the newcomer, else to whom asked. */
function dueTo(asked: Message, asker: string): string {
  if (asked.type === "find") return addressOf(asked.origin);
  return asked.type === "join" ? addressOf(asked.peer) : asker;
}

function passedOn(asked: Message, message: Message, to: string, by: string, who: Who): Record<string, unknown> {
  const name = who.at(to);
  const [id, hops] = asked.type === "find" ? [asked.id, asked.hops] : asked.type === "join" ? [asked.peer.id, asked.hops] : [0, 0];
  const [from, next] = [who.peers.get(by)?.id, who.peers.get(to)?.id];
  const now = "hops" in message ? message.hops : 0;
  return {
    to: name,
    forward: name === "first" || (from !== undefined && next !== undefined && isBetween(from, next, id)),
    hopsAdded: now - hops,
    unchanged: JSON.stringify({ ...messageView(message, who), hops }) === JSON.stringify({ ...messageView(asked, who), hops }),
  };
}

/** Each once, in order, with how often it came. */
function distinct(views: Record<string, unknown>[]): Record<string, unknown>[] {
  const times = new Map<string, number>();
  for (const view of views) times.set(JSON.stringify(view), (times.get(JSON.stringify(view)) ?? 0) + 1);
  return [...times].map(([text, count]) => ({ ...(JSON.parse(text) as Record<string, unknown>), times: count }));
}

const COUNTED = ["ping", "find", "join", "notify", "transfer", "put", "get", "leave"] as const;

/** How many requests of each type came. */
function countsOf(heard: readonly RecordedMessage[]): Record<string, number> {
  return Object.fromEntries(COUNTED.map((type) => [type, heard.filter(({ message }) => message?.type === type).length]));
}

/** So many of the harness's own pings have to be matched: a busy machine may keep a program from some. */
const MATCHED = 0.6;

/**
 * Whether the pings that came keep up with those of the ring's members meanwhile, each of which sends one every interval by the clock. How
 * many there are does not tell: on a busy machine the intervals that are waited for take longer.
 */
function paceOf(heard: readonly RecordedMessage[], begin: number, end: number, { messages }: Run): "every interval" | "seldom" | "unknown" {
  const ours = new Map<string, number>();
  for (const { n, direction, message, local } of messages)
    if (n >= begin && n < end && direction === "sent" && message?.type === "ping") ours.set(local, (ours.get(local) ?? 0) + 1);
  if (ours.size === 0) return "unknown";
  const theirs = heard.filter(({ message }) => message?.type === "ping").length;
  return theirs >= MATCHED * Math.max(...ours.values()) ? "every interval" : "seldom";
}
