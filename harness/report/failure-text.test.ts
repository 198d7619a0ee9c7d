import { describe, expect, test } from "@jest/globals";
import type { Cause, DialogueLine } from "../judge/verdict.js";
import { failureText, Shown } from "./failure-text.js";
import { paintFor } from "./paint.js";

const plain = paintFor({}, {});

const line = (event: number, marked = false): DialogueLine => ({ event, at: event, side: "from-student", who: "client", text: `line ${event}`, marked });

const cause = (run: string, dialogue: DialogueLine[]): Cause => ({
  message: "it is wrong",
  expected: null,
  actual: null,
  difference: null,
  at: "",
  run,
  events: [],
  dialogue,
  clause: "the contract",
  hint: "look again",
});

describe("a dialogue that was shown already", () => {
  const lines = [1, 2, 3, 4, 5, 6].map((event) => line(event, event === 2));
  const others = lines.map((one) => ({ ...one, marked: one.event === 4 }));

  test("is referred to; the lines that this failure is about are shown", () => {
    const shown = new Shown();
    const first = failureText("one", cause("a.whole.1", lines), plain, shown);
    expect(first).toEqual(failureText("one", cause("a.whole.1", lines), plain));
    expect(first.join("\n")).toContain("line 6");
    expect(failureText("two", cause("a.whole.1", others), plain, shown).slice(1, 3)).toEqual([
      "on the wire:  as shown above, for check one",
      expect.stringMatching(/^> {5}4 ms {2}client: .*line 4$/),
    ]);
    // As often as it is needed, and as a part of it.
    expect(failureText("three", cause("a.whole.1", others.slice(1)), plain, shown).join("\n")).toContain("as shown above, for check one");
  });

  test.each([
    ["of another run", cause("b.whole.1", others)],
    ["with a line more", cause("a.whole.1", [...others, line(7)])],
    ["of a few lines", cause("a.whole.1", others.slice(2))],
  ])("%s is shown", (_, other) => {
    const shown = new Shown();
    failureText("one", cause("a.whole.1", lines), plain, shown);
    expect(failureText("two", other, plain, shown)).toEqual(failureText("two", other, plain));
  });
});
