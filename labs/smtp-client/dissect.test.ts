import { describe, expect, test } from "@jest/globals";
import type { Transcript } from "#harness";
import { dissect } from "./dissect.js";

const utf8 = (text: string) => new TextEncoder().encode(text);

/** What is on record of a client that was told `to`, at 700 ms, and of one session; then it ends with `code`, at `exitAt`. */
function record(session: { at: number; client?: string; server?: string }[], exitAt: number, code: number, to = "b@b.example"): Transcript {
  const opened = session[0]?.at ?? 0;
  const events = [
    { at: 700, type: "spawn", process: "client", role: "client", command: ["./c", "127.0.0.1", "25", "a@a.example", "s", to], env: { TIMEOUT_MS: "2000" } },
    { at: opened, type: "open", socket: 2, party: "server", by: "student", local: "127.0.0.1:25", remote: "127.0.0.1:4000", listener: 1 },
    { at: opened, type: "exchange", socket: 2, label: "session" },
    ...session.flatMap(({ at, client, server }) => [
      ...(client === undefined ? [] : [{ at, type: "data", socket: 2, direction: "received", bytes: utf8(client) }]),
      ...(server === undefined ? [] : [{ at, type: "data", socket: 2, direction: "sent", bytes: utf8(server) }]),
    ]),
    { at: exitAt, type: "exit", process: "client", code, signal: null, cause: null, cpuMs: 0 },
    { at: exitAt, type: "wait", socket: null, process: "client", kind: "exit", until: "the program to end", outcome: "met", ms: 0, nominalMs: 100 },
  ].map((event, index) => ({ ...event, n: index + 1 }) as Transcript["events"][number]);
  const head = {
    type: "head",
    version: 1,
    lab: "smtp-client",
    scenario: "plain",
    scenarioDigest: "",
    role: "client",
    mode: "whole",
    trial: 1,
    seed: "",
  } as const;
  return {
    head: { ...head, submission: { name: "c", digest: "" }, startedAt: "2026-01-01T00:00:00Z" },
    events,
    end: { type: "done", outcome: "played", reason: null, durationMs: exitAt },
  };
}

describe("how long it waited, of 2000 ms", () => {
  const greeted = [
    { at: 1200, server: "220 ready\r\n" },
    { at: 1210, client: "HELO c\r\n" },
  ];
  test.each<[string, Parameters<typeof record>[0], number, string]>([
    ["for a greeting that never came, seen to connect long after it did", [{ at: 1200 }], 2763, "in time"],
    ["for a greeting, not even from its start", [{ at: 1200 }], 2200, "too early"],
    ["for a reply", greeted, 3210, "in time"],
    ["for a reply, from the reply before", greeted, 2700, "too early"],
  ])("%s", (_, session, exitAt, gaveUp) => {
    expect(dissect(record(session, exitAt, 75))).toMatchObject({ client: { gaveUp } });
  });
});

describe("line ends in an address", () => {
  const to = "b@b.example>\r\nRCPT TO:<injected@evil.example";
  test.each<[string, string, string]>([
    ["kept in the field To", "To: <b@b.example>\r\nRCPT TO:<injected@evil.example>\r\nSubject: s\r\n\r\nhi\r\n", "a header field"],
    ["kept in the field To, CR removed", "Subject: s\r\nTo: <b@b.example>\nRCPT TO:<injected@evil.example>\r\n\r\nhi\r\n", "a header field"],
    ["made a space", "To: <b@b.example> RCPT TO:<injected@evil.example>\r\nSubject: s\r\n\r\nhi\r\n", "neutralised"],
    ["made a fold", "To: <b@b.example>\r\n RCPT TO:<injected@evil.example>\r\nSubject: s\r\n\r\nhi\r\n", "neutralised"],
    ["in the text alone", "To: <b@b.example>\r\n\r\nRCPT TO:<injected@evil.example>\r\n", "neutralised"],
  ])("%s", (_, message, outcome) => {
    const session = [
      { at: 800, server: "220 ready\r\n" },
      { at: 810, client: "HELO c\r\n", server: "250 hello\r\n" },
      { at: 820, client: "MAIL FROM:<a@a.example>\r\n", server: "250 ok\r\n" },
      { at: 830, client: "RCPT TO:<b@b.example>\r\n", server: "250 ok\r\n" },
      { at: 840, client: "DATA\r\n", server: "354 go\r\n" },
      { at: 850, client: `${message}.\r\n`, server: "250 queued\r\n" },
    ];
    const transcript = record(session, 900, 0, to);
    expect(dissect(transcript)).toMatchObject({ injection: { outcome } });
    // Whoever is shown the failure sees what the line ends came in by, and what they became.
    if (outcome === "a header field") expect(textsOf(transcript)).toEqual([`${message}.\r\n`]);
  });

  test("made a command", () => {
    const session = [
      { at: 800, server: "220 ready\r\n" },
      { at: 810, client: "MAIL FROM:<a@a.example>\r\n", server: "250 ok\r\n" },
      { at: 830, client: `RCPT TO:<${to}>\r\n`, server: "250 ok\r\n250 ok\r\n" },
      { at: 840, client: "QUIT\r\n", server: "221 bye\r\n" },
    ];
    const transcript = record(session, 900, 0, to);
    expect(dissect(transcript)).toMatchObject({ injection: { outcome: "a command" } });
    expect(textsOf(transcript)).toEqual([`RCPT TO:<${to}>\r\n`]);
  });
});

/** What the client sent, of the events that the injection rests on. */
function textsOf(transcript: Transcript): string[] {
  const { events } = (dissect(transcript) as { injection: { events: number[] } }).injection;
  return transcript.events.flatMap((event) =>
    events.includes(event.n) && event.type === "data" && event.direction === "received" ? [new TextDecoder().decode(event.bytes)] : [],
  );
}
