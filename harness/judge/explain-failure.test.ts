import { expect, test } from "@jest/globals";
import type { ErrorObject } from "ajv/dist/2020.js";
import fc from "fast-check";
import { compileSchema } from "./ajv.js";
import { explainFailure } from "./explain-failure.js";
import { pinpoint } from "./pinpoint.js";
import { check, exit, received, replyIsExpected, sent, started, transcript, viewSchema, waited } from "./test-records.js";

const record = transcript([...started, sent("a\n"), received("A"), waited("deadline"), exit(1)]);
// An object that cannot be made a string is nothing that Ajv says or a view holds.
const json = fc.jsonValue({ maxDepth: 4 }).filter((value) => !/"(toString|valueOf)":/.test(JSON.stringify(value)));
const name = fc.constantFrom("reply", "replies", "outcome", "events", "exchanges", "hello", "0", "__proto__", "a/b", "\x1b[2J\n");
const pointer = fc.array(name, { maxLength: 4 }).map((names) => names.map((one) => `/${one}`).join(""));
const keyword = fc.constantFrom(
  "const",
  "enum",
  "type",
  "required",
  "oneOf",
  "anyOf",
  "not",
  "contains",
  "minimum",
  "minItems",
  "maxLength",
  "uniqueItems",
  "additionalProperties",
  "pattern",
  "constructor",
  "",
);
const like = fc.oneof(json, fc.dictionary(name, json), fc.constant({ hello: { reply: "\xff", events: [4, 5, 99] } }));

test("an explanation never throws, whatever the view, the errors and the view schema hold", () => {
  const error = fc.record({
    keyword,
    instancePath: fc.oneof(pointer, json),
    schemaPath: fc.constantFrom("#/oneOf", "#/oneOf/0/const", "#/anyOf", ""),
    params: fc.oneof(json, fc.record({ allowedValue: json, allowedValues: json, limit: json, passingSchemas: json, missingProperty: json, i: json, j: json })),
    parentSchema: fc.oneof(json, fc.dictionary(fc.constantFrom("oneOf", "anyOf", "description", "contains", "const"), json)),
  });
  const views = fc.oneof(json, fc.record({ exchanges: like }));
  const schemas = fc.oneof(
    fc.object({ maxDepth: 3 }),
    fc.constant(viewSchema),
    fc.dictionary(fc.constantFrom("properties", "oneOf", "$ref", "items", "patternProperties"), json),
  );
  fc.assert(
    fc.property(pointer, views, fc.option(fc.array(error, { maxLength: 5 })), schemas, (at, view, errors, words) => {
      const run = { run: "r", transcript: record, view, viewProblem: null };
      const cause = explainFailure({ ...check(), at }, run, errors as ErrorObject[] | null, words);
      const texts = [cause.message, cause.at, cause.expected ?? "", cause.actual ?? "", ...cause.dialogue.map((line) => line.text)];
      // eslint-disable-next-line no-control-regex
      for (const text of texts) expect(text).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
    }),
    { numRuns: 2000 },
  );
});

test("real errors of real schemas have an explanation for any value", () => {
  const schemas = [
    replyIsExpected,
    {
      type: "object",
      required: ["replies"],
      properties: { replies: { type: "array", minItems: 1, contains: { const: "A" }, uniqueItems: true, items: { type: "string", pattern: "^A" } } },
    },
    {
      type: "object",
      required: ["outcome", "reply"],
      oneOf: [{ properties: { outcome: { type: "string", enum: ["met", "reset"] } } }, { properties: { reply: { type: "string", not: { const: "" } } } }],
    },
  ];
  const value = fc.dictionary(
    fc.constantFrom("reply", "expected", "replies", "outcome", "events"),
    fc.oneof(json, fc.array(fc.string()), fc.constantFrom("met", "deadline", "")),
  );
  fc.assert(
    fc.property(fc.constantFrom(...schemas), value, (schema, hello) => {
      const validate = compileSchema(schema);
      if (validate(hello) === true) return;
      const run = { run: "r", transcript: record, view: { exchanges: { hello } }, viewProblem: null };
      expect(explainFailure(check(schema), run, validate.errors ?? [], viewSchema).message).not.toBe("");
    }),
    { numRuns: 500 },
  );
});

test("pinpoint finds the piece that carried a byte, and guesses nothing", () => {
  const { events } = transcript([...started, sent("ab"), received("AB"), received("cd"), waited("met")]);
  expect(pinpoint(events, [4, 5, 6], { text: "ABcd", offset: 2 })).toEqual([6]);
  expect(pinpoint(events, [4, 5, 6], { text: "ABcd", offset: 1 })).toEqual([5]);
  expect(pinpoint(events, [4, 5, 6], { text: "other", offset: 1 })).toEqual([6]);
  expect(pinpoint(events, null, null)).toEqual([]);
  // A body within a stream, where it can be no other.
  const reply = transcript([...started, sent("GET"), received("head\n\nwrong "), received("body")]).events;
  expect(pinpoint(reply, [4, 5, 6], { text: "wrong body", offset: 7 })).toEqual([6]);
  expect(pinpoint(reply, [4, 5, 6], { text: "wrong body", offset: 0 })).toEqual([5]);
  expect(pinpoint(record.events, [4, 5, 6], { text: "", offset: 0 })).toEqual([6]);
});

test("pinpoint marks what the program said last, unless it is about the end", () => {
  const end = { type: "end" as const, socket: 1, direction: "received" };
  const { events } = transcript([...started, sent("a"), received("404"), end, waited("met")]);
  expect(pinpoint(events, [4, 5, 6, 7], null)).toEqual([5]);
  expect(pinpoint(events, [4, 5, 6, 7], null, true)).toEqual([6]);
});

test("pinpoint marks the bytes that name a file which was found", () => {
  const found = { type: "found" as const, path: "site-secret/planted.txt" };
  const { events } = transcript([...started, sent("PUT /a"), sent("PUT /../site-secret/planted.txt"), found]);
  expect(pinpoint(events, [6], null)).toEqual([5]);
});
