import { describe, expect, test } from "@jest/globals";
import { fatesOf, processStory } from "./process-story.js";
import { unendedWords } from "./process-words.js";
import { tellingLine } from "./telling-line.js";
import { endOfRun, exit, sent, spawn, started, stderr, transcript } from "./test-records.js";

type Events = Parameters<typeof transcript>[0];
const sentences = (events: Events): string[] => fatesOf(transcript(events).events).map((fate) => fate.sentence);
const unready = (why: string, bound: string[], transport = "tcp") => ({ type: "unready" as const, process: "server", transport, port: 41873, why, bound });

describe("fatesOf", () => {
  test("says nothing of a program that the harness ended when the run was over", () => {
    expect(sentences([...started, ...endOfRun])).toEqual([]);
  });
  test("an exit before the port was bound, whichever was recorded first", () => {
    const said = ['server exited with status 1 before it bound TCP port 41873; on stderr: "OSError: [Errno 98] Address already in use"'];
    const trace = stderr('Traceback (most recent call last):\n  File "s.py", line 3, in <module>\nOSError: [Errno 98] Address already in use\n');
    expect(sentences([spawn, trace, exit(1), unready("exited", [])])).toEqual(said);
    expect(sentences([spawn, trace, unready("exited", []), exit(1)])).toEqual(said);
  });
  test("another port, another transport, none", () => {
    expect(sentences([spawn, unready("deadline", ["tcp 0.0.0.0:12000"]), ...endOfRun])).toEqual(["server bound 12000, was asked for 41873"]);
    expect(sentences([spawn, unready("deadline", ["udp 0.0.0.0:41873"])])).toEqual(["server bound UDP port 41873, was asked for TCP port 41873"]);
    expect(sentences([spawn, unready("deadline", [])])).toEqual(["server never bound TCP port 41873"]);
  });
  test("killed with its first cause, ended by a signal, never started", () => {
    expect(
      sentences([
        ...started,
        { type: "signal", process: "server", signal: "SIGKILL", why: "killed: 30 s exceeded" },
        exit(null, "SIGKILL", "killed: 30 s exceeded"),
      ]),
    ).toEqual(["server was killed: 30 s exceeded"]);
    expect(sentences([...started, exit(null, "SIGSEGV")])[0]).toBe("server was ended by SIGSEGV (an access to memory that is not its own)");
    expect(sentences([{ type: "spawn-failed", process: "server", role: "server", command: ["./x"], reason: "./x: no such file" }])).toEqual([
      "server could not be started: ./x: no such file",
    ]);
  });
  test("a scenario that kills it does not make it a death of its own", () => {
    expect(sentences([...started, { type: "signal", process: "server", signal: "SIGKILL", why: "the member leaves" }, exit(null, "SIGKILL")])).toEqual([]);
  });
});

test("a program that does not end: since when, and not how long the last wait was", () => {
  const wait = { type: "wait" as const, socket: null, process: "client", kind: "exit", until: "the program to end", outcome: "deadline", ms: 158, nominalMs: 158 }; // prettier-ignore
  const words = (events: Events) => {
    const record = transcript([...events, { at: 12_000, ...wait }]).events;
    return unendedWords(record.at(-1) as (typeof record)[0], record);
  };
  const start = { type: "spawn" as const, process: "client", role: "client", command: ["./c"], env: {}, at: 300 };
  const open = { type: "open" as const, socket: 1, party: "server", by: "student", local: "a:1", remote: "b:2", at: 1000 };
  expect(words([start])).toBe("had not ended 11.7 s after its start");
  expect(words([start, open])).toBe("had not ended 11 s after it connected");
  expect(words([start, open, { ...sent("220 hi\r\n"), at: 2000 }])).toBe("had not ended 10 s after bytes last crossed the wire");
  expect(words([start, { ...wait, outcome: "met" }])).not.toBeNull();
});

test("a death long after the exchange explains nothing", () => {
  const { events } = transcript([...started, exit(1)]);
  expect(processStory(events, { n: 3, at: 4 }, ["bad"])?.sentence).toBe("server exited with status 1");
  expect(processStory(events, { n: 3, at: -5000 }, ["bad"])).toBeNull();
});

test.each([
  ["Python", 'Traceback (most recent call last):\n  File "a.py", line 1\nValueError: bad\n', "ValueError: bad"],
  ["Java", 'Exception in thread "main" java.net.BindException: in use\n\tat A.main(A.java:3)\n', 'Exception in thread "main" java.net.BindException: in use'],
  [
    "Go",
    "panic: runtime error: index out of range\n\ngoroutine 1 [running]:\nmain.main()\n\t/a.go:3\nexit status 2\n",
    "panic: runtime error: index out of range",
  ],
  ["Node", "node:net:1\n  throw e\n  ^\n\nError: listen EADDRINUSE\n    at a (b:1)\n\nNode.js v20.1.0\n", "Error: listen EADDRINUSE"],
  ["C", "bind: Address already in use\n", "bind: Address already in use"],
  ["silence", "\n", null],
])("the telling line of %s", (_language, output, line) => {
  expect(tellingLine(output)).toBe(line);
});
