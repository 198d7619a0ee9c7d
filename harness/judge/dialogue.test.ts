import { describe, expect, test } from "@jest/globals";
import { fromBinary } from "../text/bytes.js";
import { dialogue } from "./dialogue.js";
import { endOfRun, exit, received, sent, started, stderr, transcript, waited } from "./test-records.js";

type Events = Parameters<typeof transcript>[0];
const texts = (events: Events, evidence: number[] | null, marked: number[]): string[] =>
  dialogue(transcript(events).events, evidence, new Set(marked)).map((line) => `${line.marked ? "> " : ""}${line.who}: ${line.text}`);

describe("dialogue", () => {
  test("joins pieces of a stream, and adds the connection and what the program did", () => {
    const events = [
      ...started,
      sent("he"),
      sent("l\n"),
      stderr("oops\n"),
      { type: "end" as const, socket: 1, direction: "received" },
      waited("ended"),
      exit(1),
    ];
    expect(texts(events, [4, 5, 7, 8], [9])).toEqual([
      "client: connects",
      'client: "hel\\n" in 2 pieces',
      'server: writes on stderr: "oops"',
      "client: closes its sending side (FIN)",
      "client: waited for a line, but the connection was closed first",
      "> server: exited with status 1",
    ]);
  });

  test("shows at most 14 lines around the marked one, and counts the others", () => {
    const events = [...started, ...Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? sent(`${i}\n`) : received(`${i}\n`))), ...endOfRun];
    const lines = texts(
      events,
      events.slice(3, 43).map((_, i) => i + 4),
      [24],
    );
    expect(lines).toHaveLength(14);
    expect(lines).toContain('> client: "20\\n"');
    expect(lines[1]).toBe(": ... 15 more");
    expect(lines.at(-2)).toBe(": ... 14 more");
  });

  test("datagrams keep their borders; addresses are said where several play", () => {
    const datagram = (local: string, text: string) => ({
      type: "datagram" as const,
      socket: 1,
      direction: "sent",
      local,
      remote: "127.0.0.1:9",
      bytes: fromBinary(text),
    });
    const listen = { type: "listen" as const, socket: 1, transport: "udp", party: "client", address: "127.0.0.1:1" };
    expect(texts([listen, datagram("127.0.0.1:1", "a"), datagram("127.0.0.1:1", "")], [2, 3], [])).toEqual(['client: "a"', "client: an empty datagram"]);
    expect(texts([listen, datagram("127.0.0.1:1", "a"), datagram("127.0.0.1:2", "b")], [2, 3], [])[1]).toBe('client: "b" (127.0.0.1:2 -> 127.0.0.1:9)');
  });

  test("cuts long texts and escapes what a program sent", () => {
    const [line] = texts([sent("\x1b[2J" + "x".repeat(5000))], [1], []);
    expect(line).toBe(`party: "\\x1b[2J${"x".repeat(68)}"... (5004 bytes)`);
  });
});
