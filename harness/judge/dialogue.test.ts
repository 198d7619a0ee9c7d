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
    expect(lines.slice(0, 4)).toEqual(["client: connects", 'client: "0\\n"', 'client: "1\\n"', ": ... 13 more"]);
    expect(lines.at(-2)).toBe(": ... 16 more");
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
    expect(line).toBe(`party: "\\x1b[2J${"x".repeat(296)}"... (5004 bytes)`);
    expect((texts([sent("\xff".repeat(5000))], [1], [])[0] ?? "").length).toBeLessThan(400);
  });

  test("of a long dialogue only the marked line and what it answers are shown at length", () => {
    const long = "x".repeat(150);
    const events = [...started, ...Array.from({ length: 6 }, () => [sent(long), received(long)]).flat()];
    const lines = texts(
      events,
      events.map((_, i) => i + 1),
      [13],
    );
    const whole = lines.filter((line) => line.includes(long));
    expect(whole).toEqual([`client: "${long}"`, `> client: "${long}"`]);
  });

  test("what the same connection carried before belongs to it, and what came after does not", () => {
    const events = [...started, sent("a\n"), received("A\n"), sent("b\n"), waited("deadline"), sent("c\n"), ...endOfRun];
    expect(texts(events, [6, 7], [7])).toEqual([
      "client: connects",
      'client: "a\\n"',
      'client: "A\\n"',
      'client: "b\\n"',
      "> client: waited 2 s for a line, in vain",
    ]);
  });

  test("where the evidence is an exit, all that crossed the wire before may have led to it", () => {
    const events = [...started, sent("554 no\n"), received("QUIT\n"), exit(0)];
    expect(texts(events, [1, 6], [6])).toEqual([
      "server: is started: ./server 41873",
      "client: connects",
      'client: "554 no\\n"',
      'client: "QUIT\\n"',
      "> server: exited with status 0",
    ]);
  });

  test("of the exchanges before, what crossed the wire", () => {
    const events = [...started, sent("DELETE /a"), received("204"), { ...started[2], type: "open" as const, socket: 2 }, { ...sent("GET /a"), socket: 2 }, { ...received("200"), socket: 2 }]; // prettier-ignore
    const lines = dialogue(transcript(events).events, [7, 8], new Set([8]), [4, 5]).map((line) => line.text);
    expect(lines).toEqual(["\"DELETE /a\"", "\"204\"", "connects", "\"GET /a\"", "\"200\""]); // prettier-ignore
  });
});
