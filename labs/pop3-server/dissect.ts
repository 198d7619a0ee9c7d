import { tcpExchanges, toBinary, utf8, type TcpExchange, type Transcript } from "#harness";
import { answerView } from "./answer-view.js";
import { parseReplies } from "./replies.js";
import { SessionState } from "./session-state.js";

/** The view of a run: every labelled exchange with its replies, beside what was due, and what became of the files that were looked up. */
export function dissect(transcript: Transcript): unknown {
  const bySocket = new Map<number, Session>();
  const [removed, uids, marking] = [new Set<string>(), new Map<string, string>(), new Map<string, readonly number[]>()];
  const views = [...tcpExchanges(transcript)].map(([label, exchange]) => {
    const session = bySocket.get(exchange.socket) ?? newSession(label, new SessionState(transcript, removed, uids, marking));
    bySocket.set(exchange.socket, session);
    const view = exchangeView(exchange, session.state);
    noteLogin(session, view);
    return [label, view] as const;
  });
  const exchanges = Object.fromEntries(views);
  return {
    exchanges,
    sessions: Object.fromEntries([...bySocket.values()].map(({ name, login, events }) => [name, { login, events }])),
    all: summary([...bySocket.values()], Object.values(exchanges)),
    found: foundFiles(transcript, marking),
    ...capabilitiesView(Object.values(exchanges)),
  };
}

/** One connection, by what the labels of its exchanges begin with. */
interface Session {
  state: SessionState;
  name: string;
  login: "accepted" | "refused" | "unanswered" | "not asked";
  events: number[];
}

function newSession(label: string, state: SessionState): Session {
  return { state, name: label.replace(/-?greeting$/, "") || "first", login: "not asked", events: [] };
}

/** What came of a session's login: PASS decides, but for a name that was refused before. */
function noteLogin(session: Session, { answers, sent, events }: ExchangeView): void {
  if (!/^(USER|PASS) /i.test(sent)) return;
  session.events.push(...events);
  const status = answers[0]?.["status"];
  // Who has refused the name and closes, answers no PASS.
  if (status === undefined && session.login === "refused") return;
  if (status === "+OK" && /^USER/i.test(sent)) return;
  session.login = status === "+OK" ? "accepted" : status === "-ERR" ? "refused" : "unanswered";
}

/** All connections of a run together. */
function summary(sessions: readonly Session[], exchanges: readonly ExchangeView[]): unknown {
  const messages = exchanges.flatMap(({ answers }) =>
    answers.flatMap(({ message }) => (message === undefined ? [] : [message as { got: string; due: string }])),
  );
  return {
    sessions: sessions.length,
    accepted: sessions.filter(({ login }) => login === "accepted").length,
    right: messages.filter(({ got, due }) => got === due).length,
    events: sessions.flatMap(({ events }) => events),
  };
}

interface ExchangeView extends Record<string, unknown> {
  answers: Record<string, unknown>[];
  sent: string;
  events: number[];
}

/** How much of what was sent a view shows, bytes: the rest is some long filling. */
const SHOWN_BYTES = 600;

function exchangeView(exchange: TcpExchange, state: SessionState): ExchangeView {
  const { events, outcome } = exchange;
  const sent = toBinary(exchange.sent);
  // What has no end yet is no command; without one, what comes is the greeting.
  const commands = sent === "" ? [""] : sent.split("\n").slice(0, -1).map((line) => line.replace(/\r$/, "")); // prettier-ignore
  const { replies, surplus } = parseReplies(exchange.received, commands);
  const behind = exchange.bulk === null && surplus !== "" && replies.length === commands.length;
  const answers = replies.map((reply, index) => {
    const command = commands[index] ?? "";
    const problem = reply.problem === "" && behind && index === replies.length - 1 ? "something behind it" : reply.problem;
    const view = answerView(command, { ...reply, problem }, exchange.bulk, state);
    state.take(command, reply.status, events);
    return view;
  });
  return {
    sent: sent.slice(0, SHOWN_BYTES),
    answers,
    statuses: replies.map(({ status }) => status),
    ...(answers[0] === undefined ? {} : { answer: answers[0] }),
    answered: replies.length === 0 ? "no" : replies[0]?.status === "+OK" ? "+OK" : "otherwise",
    surplus: exchange.bulk === null ? surplus : "",
    outcome,
    // Whoever closes because the client did has not closed at QUIT.
    closed: exchange.afterOurEnd ? "open" : exchange.closed,
    events,
  };
}

/** Whether what CAPA tells is what works, of TOP and UIDL; nothing where CAPA is not understood. */
function capabilitiesView(exchanges: readonly ExchangeView[]): { capabilities?: unknown } {
  const answers = exchanges.flatMap((exchange) => exchange.answers);
  // The last list, after the login: before it a server need not tell what works only then.
  const capa = answers.findLast(({ capabilities }) => capabilities !== undefined);
  if (capa === undefined) return {};
  const told = capa["capabilities"] as string[];
  const asked = (keyword: string) => answers.filter(({ command }) => String(command).toUpperCase().split(" ")[0] === keyword);
  const works = (keyword: string) => asked(keyword).some(({ status, line }) => status === "+OK" || String(line).startsWith("+ "));
  // How to log in safely is tried where it was told.
  const security = ["AUTH", "STLS"].filter((keyword) => asked(keyword).length > 0);
  return {
    capabilities: {
      told,
      ...Object.fromEntries(["TOP", "UIDL"].map((keyword) => [keyword, { told: told.includes(keyword) ? "yes" : "no", works: works(keyword) ? "yes" : "no" }])),
      security: security.length === 0 ? "none" : security.every((keyword) => works(keyword)) ? "works" : "told only",
    },
  };
}

/** What was found where the scenario looked, by path, compared with what had been laid there; its events are those in which it was marked, too. */
function foundFiles(transcript: Transcript, marking: ReadonlyMap<string, readonly number[]>): Record<string, unknown> {
  const laid = new Map<string, string | null>();
  const found: Record<string, unknown> = {};
  for (const event of transcript.events) {
    if (event.type === "laid") laid.set(utf8(event.path), event.bytes === undefined ? null : toBinary(event.bytes));
    if (event.type !== "found") continue;
    const before = laid.get(utf8(event.path));
    const now = event.bytes === undefined ? null : toBinary(event.bytes);
    // Of much, that it is there has to do.
    found[event.path] = {
      state: now === null ? "gone" : before === null || now === before ? "as before" : "changed",
      events: [...(marking.get(utf8(event.path)) ?? []), event.n],
    };
  }
  return found;
}
