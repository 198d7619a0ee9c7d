import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { arbitraryTranscript } from "./arbitrary-events.js";
import type { Transcript } from "./events.js";
import { lineOf, parseTranscript } from "./lines.js";

const write = ({ head, events, end }: Transcript) => [head, ...events, end].map(lineOf).join("");

test("what is written is read again, whatever the bytes and the texts", () => {
  fc.assert(fc.property(arbitraryTranscript(), (transcript) => expect(parseTranscript(write(transcript), "t.jsonl")).toEqual(transcript)));
});

test("every entry is one line", () => {
  fc.assert(
    fc.property(arbitraryTranscript(), (transcript) => {
      const text = write(transcript);
      expect(text.split("\n")).toHaveLength(transcript.events.length + 3);
      expect(text).toMatch(/^[^\r]*\n$/);
    }),
  );
});

test("a part of a buffer is written as that part", () => {
  const bytes = Buffer.from("xxhelloxx").subarray(2, 7);
  expect(lineOf({ n: 1, at: 0, type: "data", socket: 1, direction: "sent", bytes })).toContain(`"bytes":"${Buffer.from("hello").toString("base64")}"`);
});

describe("what is no transcript is refused with its file and line", () => {
  const head = '{"type":"head","version":1}';
  const event = '{"type":"stdin-end","n":1,"at":1,"process":"client"}';
  const done = '{"type":"done","outcome":"played","reason":null,"durationMs":1}';

  test.each([
    ["nothing", "", "a.jsonl: has no head of version 1"],
    ["no head", `${event}\n${done}\n`, "a.jsonl: has no head of version 1"],
    ["another version", `{"type":"head","version":2}\n${done}\n`, "a.jsonl: has no head of version 1"],
    ["no end", `${head}\n${event}\n`, "a.jsonl: breaks off before its end"],
    ["a head alone", `${head}\n`, "a.jsonl: breaks off before its end"],
    ["null for an event", `${head}\n${event}\nnull\n${done}\n`, "a.jsonl:3: is not an event"],
    ["a number for an event", `${head}\n\n\n7\n${done}\n`, "a.jsonl:4: is not an event"],
    ["an event without a type", `${head}\n{}\n${done}\n`, "a.jsonl:2: is not an event"],
  ])("%s", (_, text, message) => {
    expect(() => parseTranscript(text, "a.jsonl")).toThrow(expect.objectContaining({ code: "TRANSCRIPT_INVALID", message }));
  });

  test("a line that breaks off", () => {
    const text = `${head}\n\n${event.slice(0, 20)}`;
    expect(() => parseTranscript(text, "a.jsonl")).toThrow(
      expect.objectContaining({ code: "TRANSCRIPT_INVALID", message: expect.stringMatching(/^a\.jsonl:3: /) as unknown as string }),
    );
  });
});
