import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { ProcessEvent } from "../process/events.js";
import type { WaitOutcome, WireEvent } from "../world/events.js";
import { arbitraryTranscript } from "./arbitrary-events.js";
import type { Transcript } from "./events.js";
import { tcpExchanges, udpExchanges } from "./exchanges.js";
import { programRecord } from "./program-record.js";

function record(events: (WireEvent | ProcessEvent)[]): Transcript {
  return {
    head: {} as Transcript["head"],
    events: events.map((event, index) => ({ ...event, n: index + 1, at: index })),
    end: { type: "done", outcome: "played", reason: null, durationMs: 1 },
  };
}

const label = (socket: number, name: string): WireEvent => ({ type: "exchange", socket, label: name });
const data = (socket: number, direction: "sent" | "received", text: string): WireEvent => ({ type: "data", socket, direction, bytes: Buffer.from(text) });
const end = (socket: number, direction: "sent" | "received"): WireEvent => ({ type: "end", socket, direction });
const waited = (socket: number, outcome: WaitOutcome, kind: "data" | "end" = "data"): WireEvent => ({
  type: "wait",
  socket,
  process: null,
  kind,
  until: "",
  outcome,
  ms: 1,
  nominalMs: 1,
});

describe("exchanges on TCP", () => {
  test("hold what a socket carries from a label to its next, each socket apart", () => {
    const exchanges = tcpExchanges(
      record([
        data(1, "sent", "before"),
        label(1, "one"),
        label(2, "two"),
        data(1, "sent", "a"),
        data(2, "sent", "b"),
        data(1, "received", "A"),
        label(1, "three"),
        data(1, "received", "C"),
      ]),
    );
    expect([...exchanges.keys()]).toEqual(["one", "two", "three"]);
    expect(exchanges.get("one")).toMatchObject({
      socket: 1,
      sent: Buffer.from("a"),
      received: Buffer.from("A"),
      closed: "open",
      outcome: "met",
      events: [4, 6],
    });
    expect(exchanges.get("two")).toMatchObject({ socket: 2, sent: Buffer.from("b"), received: Buffer.alloc(0) });
    expect(exchanges.get("three")?.received.toString()).toBe("C");
  });

  test("hold what an accepted connection carried before its first label", () => {
    const open: WireEvent = { type: "open", socket: 1, party: "server", by: "student", local: "127.0.0.1:1", remote: "127.0.0.1:2" };
    const exchanges = tcpExchanges(record([open, data(1, "received", "first"), label(1, "one"), data(1, "received", "!"), label(1, "two")]));
    expect(exchanges.get("one")).toMatchObject({ received: Buffer.from("first!"), events: [2, 4] });
    expect(exchanges.get("two")).toMatchObject({ received: Buffer.alloc(0), events: [] });
  });

  test("tell in which order bytes and ends crossed", () => {
    const exchange = tcpExchanges(record([label(1, "one"), data(1, "sent", "a"), data(1, "received", "b"), end(1, "sent"), end(1, "received")])).get("one");
    expect(exchange?.crossings.map(({ n, type, direction, bytes }) => [n, type, direction, Buffer.from(bytes).toString()])).toEqual([
      [2, "data", "sent", "a"],
      [3, "data", "received", "b"],
      [4, "end", "sent", ""],
      [5, "end", "received", ""],
    ]);
  });

  test("tell a connection that was refused", () => {
    const refused: WireEvent = { type: "open-failed", socket: 1, party: "client", remote: "127.0.0.1:1", code: "ECONNREFUSED" };
    expect(tcpExchanges(record([refused, label(1, "one"), waited(1, "reset")])).get("one")).toMatchObject({
      outcome: "refused",
      events: [1, 3],
      closed: "open",
    });
  });

  test.each([
    ["fin", [end(1, "received")]],
    ["reset", [{ type: "reset", socket: 1, direction: "received", code: "ECONNRESET" } as const]],
    ["open", [end(1, "sent"), { type: "reset", socket: 1, direction: "sent", code: "RST" } as const]],
    ["fin", [end(1, "received"), { type: "reset", socket: 1, direction: "received", code: "EPIPE" } as const]],
  ])("tell how the student's side ended: %s", (closed, events) => {
    expect(tcpExchanges(record([label(1, "one"), ...events])).get("one")?.closed).toBe(closed);
  });

  test("tell who closed first", () => {
    const after = (events: WireEvent[]) => tcpExchanges(record([label(1, "one"), ...events])).get("one")?.afterOurEnd;
    expect(after([end(1, "sent"), end(1, "received")])).toBe(true);
    expect(after([end(1, "received"), end(1, "sent")])).toBe(false);
    expect(after([end(1, "received")])).toBe(false);
  });

  test("come out as the first wait that was in vain, other than for the end", () => {
    const outcome = (events: WireEvent[]) => tcpExchanges(record([label(1, "one"), ...events])).get("one")?.outcome;
    expect(outcome([waited(1, "met"), waited(1, "deadline"), waited(1, "reset")])).toBe("deadline");
    expect(outcome([waited(1, "met"), waited(1, "deadline", "end")])).toBe("met");
    expect(outcome([waited(2, "deadline")])).toBe("met");
  });
});

test("exchanges on UDP hold their datagrams in order, with both addresses", () => {
  const datagram = (direction: "sent" | "received", text: string, remote: string): WireEvent => ({
    type: "datagram",
    socket: 1,
    direction,
    local: "127.0.0.1:1",
    remote,
    bytes: Buffer.from(text),
  });
  const exchange = udpExchanges(
    record([label(1, "one"), datagram("sent", "a", "127.0.0.1:2"), datagram("received", "", "127.0.0.2:3"), waited(1, "exited")]),
  ).get("one");
  expect(exchange?.datagrams.map(({ n, direction, remote, bytes }) => [n, direction, remote, bytes.toString()])).toEqual([
    [2, "sent", "127.0.0.1:2", "a"],
    [3, "received", "127.0.0.2:3", ""],
  ]);
  expect(exchange?.outcome).toBe("exited");
});

describe("the record of a program", () => {
  const spawn: ProcessEvent = { type: "spawn", process: "client", role: "client", command: ["./client"], env: {} };
  const exit: ProcessEvent = { type: "exit", process: "client", code: 1, signal: null, cause: null, cpuMs: 1 };

  test("gathers its streams and its end, and nobody else's", () => {
    const out = (type: "stdout" | "stderr", process: string, text: string): ProcessEvent => ({ type, process, bytes: Buffer.from(text) });
    const events = [
      spawn,
      out("stdout", "client", "a"),
      out("stdout", "client 2", "x"),
      out("stderr", "client", "e"),
      out("stdout", "client", "b"),
      { type: "output-cut", process: "client", stream: "stderr" } as const,
      exit,
    ];
    expect(programRecord(record(events), "client")).toMatchObject({
      stdout: Buffer.from("ab"),
      stderr: Buffer.from("e"),
      stdoutCut: false,
      exit: { code: 1, signal: null },
      events: [1, 2, 4, 5, 6, 7],
    });
  });

  test("has no end of its own where the harness ended it", () => {
    for (const why of ["end of run", "killed: 30 s exceeded"]) {
      expect(programRecord(record([spawn, { type: "signal", process: "client", signal: "SIGTERM", why }, exit]), "client")?.exit).toBeNull();
    }
    expect(programRecord(record([spawn, { type: "signal", process: "client", signal: "SIGTERM", why: "scenario" }, exit]), "client")?.exit).toEqual({
      code: 1,
      signal: null,
    });
    expect(programRecord(record([spawn]), "client")?.exit).toBeNull();
    expect(programRecord(record([exit]), "client")).toBeNull();
  });
});

test("none of them throws, whatever is on record", () => {
  fc.assert(
    fc.property(arbitraryTranscript(), (transcript) => {
      const labels = new Set(transcript.events.flatMap((event) => (event.type === "exchange" ? [event.label] : [])));
      const told = [...tcpExchanges(transcript).keys(), ...udpExchanges(transcript).keys()];
      expect(told.filter((one) => !labels.has(one))).toEqual([]);
      programRecord(transcript, "client");
    }),
  );
});
