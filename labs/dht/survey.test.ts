import { describe, expect, test } from "@jest/globals";
import type { Transcript } from "#harness";
import { dissect } from "./dissect.js";
import { encodeMessage, type Message } from "./messages.js";

type Event = Transcript["events"][number] extends infer E ? (E extends unknown ? Omit<E, "n" | "at"> : never) : never;

const PEER = { id: 100, host: "127.0.0.1", port: 1000 };
const FIRST = { id: 200, host: "127.0.0.1", port: 2000 };
const addressOf = ({ port }: { port: number }) => `127.0.0.1:${port}` as const;

/** One peer of the student's, a client on socket 1 and its first successor on socket 2. */
const BEGIN: Event[] = [
  { type: "spawn", process: "peer", role: "peer", command: ["peer", "100", "1000"], env: {} },
  { type: "listen", socket: 1, transport: "udp", party: "client", address: "127.0.0.1:3000" },
  { type: "listen", socket: 2, transport: "udp", party: "first (200)", address: addressOf(FIRST) },
];

const label = (socket: number, name: string): Event => ({ type: "exchange", socket, label: name });
const local = (socket: number) => (socket === 1 ? "127.0.0.1:3000" : addressOf(FIRST));
const datagram = (socket: number, direction: "sent" | "received", message: Message): Event => ({
  type: "datagram",
  socket,
  direction,
  local: local(socket),
  remote: addressOf(PEER),
  bytes: encodeMessage(message),
});
const asks = (message: Message) => datagram(1, "sent", message);
const hears = (message: Message) => datagram(1, "received", message);

function exchangesOf(events: Event[]): Record<string, Record<string, unknown>> {
  const all = [...BEGIN, ...events].map((event, index) => ({ ...event, n: index + 1, at: index }));
  const end = { type: "done", outcome: "played", reason: null, durationMs: 1 } as const;
  return (dissect({ head: {} as Transcript["head"], events: all, end }) as { exchanges: Record<string, Record<string, unknown>> }).exchanges;
}

const put = (tx: string, key: string, value: string): Message => ({ type: "put", tx, key, value });
const get = (tx: string, key: string): Message => ({ type: "get", tx, key });
const ok = (tx: string): Message => ({ type: "ok", tx, peer: PEER });
const values = (tx: string, key: string, ...all: string[]): Message => ({ type: "values", tx, key, values: all, peer: PEER });

describe("what clients asked", () => {
  test("is judged by what was put and acknowledged before", () => {
    const { gets } = exchangesOf([
      label(1, "puts"),
      asks(put("1", "a", "x")),
      hears(ok("1")),
      asks(put("2", "a", "never acknowledged")),
      label(1, "gets"),
      asks(get("3", "a")),
      hears(values("3", "a", "x")),
      asks(get("4", "b")),
      hears(values("4", "b")),
      label(1, "later"),
      asks(put("5", "b", "too late")),
      hears(ok("5")),
    ]);
    expect(gets?.["lookups"]).toEqual({ asked: 2, right: 2, wrong: [] });
  });

  test("is one question when it was asked twice with one tx, and what was answered before it was asked is no answer", () => {
    const { gets } = exchangesOf([
      label(1, "gets"),
      hears(values("1", "a")),
      asks(get("1", "a")),
      asks(get("1", "a")),
      asks(get("2", "a")),
      hears(values("2", "a", "made up")),
    ]);
    expect(gets?.["lookups"]).toEqual({
      asked: 2,
      right: 0,
      wrong: ["a asked of peer: no answer, due []", 'a asked of peer: ["made up"], due []'],
    });
  });
});

describe("a ring", () => {
  const told = { self: PEER, predecessor: PEER, successors: [PEER, PEER] as [typeof PEER, typeof PEER], entries: 0 };
  const another: Event = { type: "spawn", process: "peer 2", role: "peer", command: ["peer", "300", "1300"], env: {} };
  const ended: Event = { type: "exit", process: "peer 2", code: 1, signal: null, cause: null, cpuMs: null };
  const asked = [label(1, "ring"), asks({ type: "state", tx: "1" }), hears({ type: "state", tx: "1", ...told })];
  const ring = (events: Event[]) => exchangesOf([another, ...events, ...asked])["ring"]?.["ring"];

  test("misses the peer that gave up", () => {
    expect(ring([ended])).toMatchObject({ peers: 2, known: [{ peer: "peer 100" }, { peer: "peer 300", predecessor: null, successors: [] }] });
  });

  test("does not miss the one that was killed", () => {
    const killed: Event = { type: "signal", process: "peer 2", signal: "SIGKILL", why: "scenario" };
    expect(ring([killed, ended])).toMatchObject({ peers: 1, known: [{ peer: "peer 100", predecessor: "peer 100" }] });
  });
});

describe("what a successor is left", () => {
  const transfer = (tx: string, key: string): Event => datagram(2, "received", { type: "transfer", tx, entries: [[key, ["x"]]] });
  const farewell = datagram(2, "received", { type: "leave", tx: "9", peer: PEER, predecessor: null, successors: [FIRST, FIRST] });
  const before = [label(1, "puts"), asks(put("1", "a", "x")), hears(ok("1")), label(2, "first-leaving")];

  test("is all that was put", () => {
    expect(exchangesOf([...before, transfer("2", "a"), farewell])["first-leaving"]?.["transfers"]).toMatchObject({
      due: 1,
      missing: [],
      surplus: [],
      afterLeave: 0,
    });
  });

  test("counts as too late behind the farewell", () => {
    expect(exchangesOf([...before, farewell, transfer("2", "a"), transfer("3", "a")])["first-leaving"]?.["transfers"]).toMatchObject({
      missing: [],
      afterLeave: 2,
    });
  });
});

test("a repeated question is answered only by what comes after the repetition", () => {
  const { put: once } = exchangesOf([label(1, "put"), asks(put("1", "a", "x")), hears(ok("1")), asks(put("1", "a", "x"))]);
  expect(once).toMatchObject({ answers: 0, answer: null });
});
