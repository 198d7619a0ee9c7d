import { describe, expect, test } from "@jest/globals";
import { judgeAll } from "./judge-all.js";
import { check, received, run, sent, started, transcript, viewSchema, waited } from "./test-records.js";

const exchange = (reply: string) => ({ sent: "a\n", reply, expected: "A\n", outcome: "met", events: [4, 5] });
const right = run(transcript([...started, sent("a\n"), received("A\n")]), exchange("A\n"));
const wrong = run(transcript([...started, sent("a\n"), received("a\n")]), exchange("a\n"));
const starved = run(transcript([...started, waited("starved")]), exchange(""));

const one = check(undefined, { id: "one", title: "first", scenario: "first" });
const two = check(undefined, { id: "two", title: "second", scenario: "second", requires: ["one"] });
const three = check(undefined, { id: "three", title: "third", scenario: "second", requires: ["two"] });
const client = check(undefined, { id: "client", role: "client", scenario: "third", visibility: "hidden" });
const none = new Map<string, never>();

function statuses(...runs: [string, typeof right][]): unknown[] {
  const verdicts = judgeAll([three, two, one], new Map(runs.map(([name, judged]) => [name, [judged]])), none, viewSchema);
  return verdicts.map(({ check: id, status, reason, points }) => [id, status, reason, points]);
}

describe("judgeAll", () => {
  test("keeps the rubric's order and gives the points of what passed", () => {
    expect(statuses(["first", right], ["second", right])).toEqual([
      ["three", "pass", null, 10],
      ["two", "pass", null, 10],
      ["one", "pass", null, 10],
    ]);
  });

  test("skips what rests on a failure, and names the failure at its root", () => {
    const reason = 'requires "first", which failed';
    expect(statuses(["first", wrong], ["second", right])).toEqual([
      ["three", "skip", reason, 0],
      ["two", "skip", reason, 0],
      ["one", "fail", null, 0],
    ]);
  });

  test("skips what a failure holds up although it was not played", () => {
    expect(statuses(["first", wrong]).map((row) => (row as string[]).slice(0, 2))).toEqual([
      ["three", "skip"],
      ["two", "skip"],
      ["one", "fail"],
    ]);
    expect(statuses(["first", right]).map((row) => (row as string[]).slice(0, 2))).toEqual([["one", "pass"]]);
    expect(statuses(["first", starved]).map((row) => (row as string[]).slice(0, 2))).toEqual([["one", "error"]]);
  });

  test("passes our own errors on as errors", () => {
    expect(statuses(["first", starved], ["second", right]).map((row) => (row as string[])[1])).toEqual(["error", "error", "error"]);
  });

  test("leaves out what was not played, and does not hold up others by it", () => {
    expect(statuses(["second", right]).map((row) => (row as string[]).slice(0, 2))).toEqual([
      ["three", "pass"],
      ["two", "pass"],
    ]);
  });

  test("fails every check of a role that could not be run, with the reason and the build's output, escaped", () => {
    const [verdict] = judgeAll([client], new Map(), new Map([["client", { message: "the build failed: make", detail: ["\x1b[31merror"] }]]), viewSchema);
    expect(verdict).toMatchObject({ status: "fail", visibility: "hidden", points: 0, maxPoints: 10 });
    expect(verdict?.cause).toMatchObject({ message: "the build failed: make", detail: ["\\x1b[31merror"], dialogue: [], run: "" });
  });

  test("skips what this machine cannot host, and what rests on it", () => {
    const verdicts = judgeAll([one, two], new Map([["second", [right]]]), none, viewSchema, new Map([["first", "no address 127.0.0.2"]]));
    expect(verdicts.map(({ status, reason }) => [status, reason])).toEqual([
      ["skip", "no address 127.0.0.2"],
      ["skip", "no address 127.0.0.2"],
    ]);
  });
});
