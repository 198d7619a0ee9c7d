import { describe, expect, test } from "@jest/globals";
import { judgeRuns } from "./judge-check.js";
import { check, endOfRun, exit, received, replyIsExpected, run, sent, spawn, started, stderr, transcript, viewSchema, waited } from "./test-records.js";

type Run = ReturnType<typeof run>;
const exchange = (reply: string, outcome = "met", events = [4, 5]) => ({ sent: "hello\n", reply, expected: "HELLO\n", outcome, events });
const right = run(transcript([...started, sent("hello\n"), received("HELLO\n"), ...endOfRun]), exchange("HELLO\n"));
const wrong = (mode = "whole"): Run => run(transcript([...started, sent("hello\n"), received("hello\n"), ...endOfRun], mode), exchange("hello\n"));
const silent = run(transcript([...started, sent("hello\n"), waited("deadline"), ...endOfRun]), exchange("", "deadline"));

function cause(runs: Run[], schema: Record<string, unknown> = replyIsExpected) {
  const outcome = judgeRuns(check(schema), runs, viewSchema);
  if (outcome.status !== "fail") throw new Error(`expected a failure, got ${JSON.stringify(outcome)}`);
  return outcome.cause;
}

describe("judgeRuns", () => {
  test("passes if the check holds in every run", () => {
    expect(judgeRuns(check(), [right, right], viewSchema)).toEqual({ status: "pass" });
  });

  test("says what was sent and that nothing came", () => {
    expect(cause([silent])).toMatchObject({
      message: 'no whole reply came in time: "hello\\n" was sent, nothing came back',
      expected: '"HELLO\\n"',
      actual: "nothing",
      at: "/exchanges/hello/reply",
      run: "one-client.whole.1",
      events: [4, 5],
    });
  });

  test("points at the byte and at the event that carried it", () => {
    const found = cause([wrong()]);
    expect(found.message).toBe("the reply: the letters are in lower case, expected upper case");
    expect(found.difference).toEqual({ offset: 0, expected: '"HELLO\\n"', actual: '"hello\\n"', caret: 1 });
    expect(found.dialogue.find((line) => line.marked)).toMatchObject({ event: 5, side: "from-student", who: "client", text: '"hello\\n"' });
  });

  test("wrong bytes before a missed deadline, and both are said", () => {
    const cut = run(transcript([...started, sent("hello\n"), received("HELLO"), waited("deadline"), ...endOfRun]), exchange("HELLO", "deadline", [4, 5, 6]));
    const both = {
      ...replyIsExpected,
      required: ["outcome", "reply", "expected"],
      properties: { outcome: { type: "string", const: "met" }, ...replyIsExpected.properties },
    };
    expect(cause([cut], both).message).toBe("the reply: the LF at the end is missing; no whole reply came in time");
    expect(cause([silent], both).message).toBe('no whole reply came in time: "hello\\n" was sent, nothing came back');
  });

  test("a program that died comes first, with its last words and without its escapes", () => {
    const died = run(transcript([...started, sent("hello\n"), waited("reset"), stderr("ValueError: \x1b[31mbad\n"), exit(1)]), exchange("", "reset"));
    const found = cause([died]);
    expect(found.message).toMatch(/^server exited with status 1; on stderr: "ValueError: \\x1b\[31mbad"; the connection was reset/);
    expect(found).toMatchObject({ events: [4, 5, 7], stderr: ["ValueError: \\x1b[31mbad"] });
  });

  test("a complaint on stderr is told where something is missing, though the program lives on", () => {
    const events = [...started, sent("hello\n"), stderr("NameError: x\n"), waited("deadline"), ...endOfRun];
    expect(cause([run(transcript(events), exchange("", "deadline"))]).message).toMatch(/nothing came back; server wrote on stderr: "NameError: x"$/);
    const log = events.map((event) => (event.type === "stderr" ? stderr("listening\n") : event));
    expect(cause([run(transcript(log), exchange("", "deadline"))]).message).toMatch(/nothing came back$/);
  });

  test("a reply that came too late", () => {
    const late = run(
      transcript([...started, sent("hello\n"), waited("deadline"), received("HELLO\n"), ...endOfRun]),
      exchange("HELLO\n", "deadline", [4, 5, 6]),
    );
    const found = cause([late], { type: "object", required: ["outcome"], properties: { outcome: { type: "string", const: "met" } } });
    expect(found.message).toBe('no whole reply came in time: "hello\\n" was sent, "HELLO\\n" came back, but too late');
    expect(found.dialogue.filter((line) => line.marked).map((line) => line.event)).toEqual([5]);
  });

  test("wrong bytes stay wrong when the program exits afterwards", () => {
    const served = run(transcript([...started, sent("hello\n"), received("hello\n"), exit(0)]), exchange("hello\n"));
    expect(cause([served]).message).toMatch(/^the reply: the letters/);
  });

  test("an exchange that never took place, and why", () => {
    const unready = { type: "unready" as const, process: "server", transport: "tcp", port: 41873, why: "deadline", bound: ["tcp 0.0.0.0:12000"] };
    const absent = run(transcript([spawn, unready, ...endOfRun], "whole", { outcome: "cut-short", reason: "not ready" }));
    expect(cause([absent])).toMatchObject({
      message: 'exchange "hello" never took place: server bound 12000, was asked for 41873',
      expected: null,
      at: "/exchanges/hello",
    });
    expect(cause([run(transcript([], "whole", { outcome: "cut-short", reason: "not ready" }))]).message).toMatch(/never took place: not ready$/);
  });

  test("names the runs that fail, if not all do", () => {
    const bytewise = wrong("byte-by-byte");
    expect(cause([right, bytewise]).message).toMatch(/ \(fails only byte by byte\)$/);
    expect(cause([right, wrong(), right]).message).toMatch(/ \(fails in 1 of 3 runs\)$/);
    expect(cause([wrong(), bytewise]).message).not.toMatch(/fails/);
  });

  test("what is ours is an error, never a failure; an honest failure beside it is one", () => {
    const aborted = run(transcript([], "whole", { outcome: "aborted", reason: "EMFILE" }), exchange("HELLO\n"));
    const starved = run(transcript([...started, waited("starved")]), exchange("", "starved"));
    expect(judgeRuns(check(), [aborted], viewSchema)).toEqual({ status: "error", reason: "one-client.whole.1 was aborted: EMFILE" });
    expect(judgeRuns(check(), [right, starved], viewSchema)).toMatchObject({
      status: "error",
      reason: expect.stringContaining("the machine gave the program no time"),
    });
    expect(judgeRuns(check(), [{ ...right, viewProblem: "/x must be string" }], viewSchema)).toMatchObject({ status: "error" });
    expect(judgeRuns(check(), [starved, wrong()], viewSchema).status).toBe("fail");
  });
});

describe("other kinds of error", () => {
  const quiet = (value: Record<string, unknown>): Run => run(transcript([...started, ...endOfRun]), value);
  test.each<[string, Record<string, unknown>, Record<string, unknown>, string]>([
    [
      "a bound with its unit",
      { gapMs: { type: "number", minimum: 900 } },
      { gapMs: 12.5 },
      "time before the second send: expected at least 900 ms, got 12.5 ms",
    ],
    ["a fact", { closed: { type: "string", const: "fin" } }, { closed: "open" }, "the server's end: never closed, expected: closed in order (FIN)"],
    ["a list with a gap", { replies: { type: "array", const: ["A", "B", "C"] } }, { replies: ["A", "C"] }, 'the replies: [1] is missing: "B"'],
    [
      "an item of a list",
      { replies: { type: "array", const: ["A", "B"] } },
      { replies: ["A", "b"] },
      "the replies[1]: the letters are in lower case, expected upper case",
    ],
    ["too few items", { replies: { type: "array", minItems: 3 } }, { replies: ["A"] }, 'the replies: expected at least 3 items, got 1: ["A"]'],
    [
      "too few items that are no plain values",
      { answers: { type: "array", minItems: 3, description: "an answer to each of the 3 requests" } },
      { answers: [{ code: 1 }] },
      "the answers: 1 came, expected an answer to each of the 3 requests",
    ],
    [
      "a place in an item of a list",
      { answers: { type: "array", items: { type: "object", properties: { code: { type: "integer", const: 2 } } } } },
      { answers: [{ code: 2 }, { code: 1 }] },
      "the code in the second of the answers: expected 2, got 1",
    ],
    [
      "the dissector's words, which are no bytes",
      { fault: { type: "string", const: "" } },
      { fault: "a body after 204" },
      "what is wrong with the reply: a body after 204",
    ],
    [
      "an address, whole",
      { replies: { type: "array", const: ["usoplkqx.nohx@mnhrdc.example"] } },
      { replies: [] },
      'the replies: none came, expected 1 item: ["usoplkqx.nohx@mnhrdc.example"]',
    ],
    [
      "the rubric's own words",
      { reply: { type: "string", pattern: "^HTTP/1", description: "a status line." } },
      { reply: "hi" },
      'the reply: expected a status line, got "hi"',
    ],
    ["a missing property", { reply: { type: "string" } }, {}, "the reply: missing"],
    ["nothing", { reply: { type: "string" } }, { reply: null }, "the reply: expected text, got nothing"],
    ["nothing in place of a word", { reply: { type: "string", const: "before" } }, { reply: null }, 'the reply: expected "before", got nothing'],
    ["another word", { reply: { type: "string", const: "second" } }, { reply: "peer" }, 'the reply: expected "second", got "peer"'],
  ])("%s", (_name, properties, value, message) => {
    expect(cause([quiet(value)], { type: "object", required: Object.keys(properties), properties }).message).toBe(message);
  });

  test("a choice: what is wrong with the nearest, and all that is allowed", () => {
    const schema = {
      type: "object",
      required: ["reply", "expected"],
      anyOf: [
        { description: "answers in upper case", required: ["reply"], properties: { reply: { type: "string", const: { $data: "1/expected" } } } },
        { description: "does not answer at all", required: ["reply"], properties: { reply: { type: "string", const: "" } } },
      ],
    };
    const found = cause([wrong()], schema);
    expect(found.message).toBe("the reply: the letters are in lower case, expected upper case; allowed is: answers in upper case; or does not answer at all");
    expect(found.difference?.offset).toBe(0);
  });
});

test("of several exchanges the one at fault is named, and never by a name of the view", () => {
  const schema = { type: "object", properties: { exchanges: { type: "object", properties: { late: { type: "object", properties: { reply: { type: "string", const: "A" } } } } } } }; // prettier-ignore
  const record = transcript([...started, sent("a"), received("b"), ...endOfRun]);
  const message = (exchanges: object) => {
    const outcome = judgeRuns(check(schema, { at: "" }), [{ run: "r", transcript: record, view: { exchanges }, viewProblem: null }], viewSchema);
    return outcome.status === "fail" ? outcome.cause.message : "";
  };
  const late = { reply: "b", events: [4, 5] };
  expect(message({ late })).toMatch(/^the reply: expected/);
  expect(message({ late, early: { reply: "A" } })).toMatch(/^the reply, exchange "late": expected/);
});
