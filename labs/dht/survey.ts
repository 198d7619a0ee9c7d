import type { UdpExchange } from "#harness";
import { closestSuccessor, distance, isBetween, keyId } from "./circle.js";
import { isAnswer, type Message, type Ref } from "./messages.js";
import type { Run } from "./exchange-view.js";
import type { RecordedMessage } from "./record.js";
import { addressOf } from "./who.js";

/** A question that a client put to a peer, and the first answer to it. */
interface Answered {
  to: string;
  asked: Message;
  answer: Message | null;
}

/** How many wrong answers are told. */
const TOLD = 5;

/** What all questions of one exchange came to, by their kind: null where none of that kind was asked. */
export function surveyView(exchange: UdpExchange, run: Run): Record<string, unknown> {
  const numbers = new Set(exchange.events);
  const own = run.messages.filter(({ n }) => numbers.has(n));
  const questions = answered(own, run.messages);
  const end = exchange.events.at(-1) ?? 0;
  return {
    transfers: transfersView(own, run.endOf(exchange), run),
    ring: ringView(questions, end, run),
    puts: putsView(questions),
    lookups: lookupsView(questions, end, run),
    finds: findsView(questions, end, run),
  };
}

/** Questions by their tx: a repeated one is one question. */
function answered(own: RecordedMessage[], all: RecordedMessage[]): Answered[] {
  const answers = new Map<string, RecordedMessage[]>();
  for (const one of all)
    if (one.direction === "received" && one.message !== null && isAnswer(one.message))
      answers.set(one.message.tx, [...(answers.get(one.message.tx) ?? []), one]);
  const found = new Map<string, Answered>();
  for (const { direction, message, remote, n } of own) {
    if (direction !== "sent" || message === null || isAnswer(message) || found.has(message.tx)) continue;
    const answer = answers.get(message.tx)?.find((one) => one.n > n);
    found.set(message.tx, { to: remote, asked: message, answer: answer?.message ?? null });
  }
  return [...found.values()];
}

function ringView(questions: Answered[], end: number, { who, livingAt }: Run): unknown {
  const states = new Map(questions.flatMap(({ to, asked, answer }) => (asked.type === "state" ? [[to, answer] as const] : [])));
  if (states.size === 0) return null;
  const all = livingAt(end).toSorted((a, b) => a.id - b.id);
  const name = (ref: Ref | null | undefined) => who.ref(ref);
  const known = all.map((ref) => {
    const state = states.get(addressOf(ref));
    const told = state?.type === "state" ? state : null;
    return { peer: name(ref), predecessor: name(told?.predecessor), successors: (told?.successors ?? []).map(name) };
  });
  const next = (index: number, steps: number) => all[(index + steps + all.length) % all.length];
  const due = all.map((ref, i) => ({ peer: name(ref), predecessor: name(next(i, -1)), successors: [name(next(i, 1)), name(next(i, 2))] }));
  return { peers: all.length, known, due };
}

function putsView(questions: Answered[]): unknown {
  const puts = questions.filter(({ asked }) => asked.type === "put");
  return puts.length === 0 ? null : { asked: puts.length, answered: puts.filter(({ answer }) => answer?.type === "ok").length };
}

function lookupsView(questions: Answered[], end: number, { who, messages }: Run): unknown {
  const gets = questions.flatMap(({ to, asked, answer }) => (asked.type === "get" ? [{ to, key: asked.key, answer }] : []));
  if (gets.length === 0) return null;
  const stored = putBefore(messages, end);
  const wrong = gets.flatMap(({ to, key, answer }) => {
    const due = [...(stored.get(key) ?? [])].toSorted();
    const got = answer?.type === "values" ? answer.values.toSorted() : null;
    return JSON.stringify(got) === JSON.stringify(due)
      ? []
      : [`${key} asked of ${who.at(to)}: ${got === null ? "no answer" : JSON.stringify(got)}, due ${JSON.stringify(due)}`];
  });
  return { asked: gets.length, right: gets.length - wrong.length, wrong: wrong.slice(0, TOLD) };
}

function findsView(questions: Answered[], end: number, { livingAt }: Run): unknown {
  const finds = questions.flatMap(({ asked, answer }) => (asked.type === "find" ? [{ id: asked.id, answer }] : []));
  if (finds.length === 0) return null;
  const found = finds.flatMap(({ answer }) => (answer?.type === "found" ? [answer] : []));
  const living = livingAt(end);
  const hops = found.map((answer) => answer.hops).toSorted((a, b) => a - b);
  return {
    asked: finds.length,
    right: found.filter(({ id, peer }) => closestSuccessor(living, id)?.port === peer.port && closestSuccessor(living, id)?.id === peer.id).length,
    hops,
    atOnce: hops.filter((one) => one === 0).length,
    due: finds.map((_, index) => index),
    meanHops: hops.length === 0 ? 0 : hops.reduce((sum, one) => sum + one, 0) / hops.length,
  };
}

/** What was put or handed over by us, and acknowledged, before event `end`. */
function putBefore(messages: RecordedMessage[], end: number): Map<string, Set<string>> {
  const stored = new Map<string, Set<string>>();
  const before = messages.filter(({ n }) => n <= end);
  for (const { asked, answer } of answered(before, before))
    for (const [key, value] of answer?.type === "ok" ? stores(asked) : []) stored.set(key, (stored.get(key) ?? new Set()).add(value));
  return stored;
}

function stores(message: Message): [key: string, value: string][] {
  if (message.type === "put") return [[message.key, message.value]];
  return message.type === "transfer" ? message.entries.flatMap(([key, values]) => values.map((value): [string, string] => [key, value])) : [];
}

/** What the student's peer handed over to the party of this exchange, and what of all that was put is that party's. */
function transfersView(own: RecordedMessage[], end: number, { who, messages }: Run): unknown {
  const transfers = own.flatMap(({ message, direction }) => (direction === "received" && message?.type === "transfer" ? [message] : []));
  const receiver = who.peers.get(own[0]?.local ?? "");
  const [student] = who.students;
  if (transfers.length === 0 || receiver === undefined || student === undefined) return null;
  const pairs = (entries: Iterable<[string, Iterable<string>]>) =>
    [...entries].flatMap(([key, values]) => [...values].map((value) => `${key}=${value}`)).toSorted();
  const stored = putBefore(messages, end);
  const came = new Set(pairs(transfers.flatMap(({ entries }) => entries)));
  const taken = new Set(pairs(acknowledged(own)));
  const due = new Set(pairs([...stored].filter(([key]) => belongsTo(receiver, student.ref.id, keyId(key)))));
  return {
    due: due.size,
    missing: [...due].filter((pair) => !came.has(pair)),
    surplus: [...came].filter((pair) => !due.has(pair)),
    datagrams: transfers.length,
    afterLeave: afterLeave(own),
    unacknowledged: [...due].filter((pair) => !taken.has(pair)).length,
    distinct: new Set(transfers.map(({ entries }) => JSON.stringify(entries))).size,
  };
}

/** Entries of the transfers that we had acknowledged when the student's peer said farewell, if it did. */
function acknowledged(own: RecordedMessage[]): [string, string[]][] {
  const farewell = own.findIndex(({ direction, message }) => direction === "received" && message?.type === "leave");
  const before = farewell < 0 ? own : own.slice(0, farewell);
  const oks = new Set(before.flatMap(({ direction, message }) => (direction === "sent" && message?.type === "ok" ? [message.tx] : [])));
  return before.flatMap(({ direction, message }) => (direction === "received" && message?.type === "transfer" && oks.has(message.tx) ? message.entries : []));
}

/** How many transfers came when the student's peer had said farewell already. */
function afterLeave(own: RecordedMessage[]): number {
  const farewell = own.findIndex(({ direction, message }) => direction === "received" && message?.type === "leave");
  return farewell < 0 ? 0 : own.slice(farewell).filter(({ direction, message }) => direction === "received" && message?.type === "transfer").length;
}

/** A successor is the heir of everything; a predecessor of what is not between it and the student's peer. */
function belongsTo(receiver: { name: string; id: number }, student: number, id: number): boolean {
  if (["first", "second", "third"].includes(receiver.name)) return true;
  return id === receiver.id || !(id === student || (isBetween(receiver.id, id, student) && distance(receiver.id, student) > 0));
}
