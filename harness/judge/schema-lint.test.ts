import { describe, expect, test } from "@jest/globals";
import { schemaProblems } from "./schema-lint.js";
import { replyIsExpected } from "./test-records.js";

const text = { type: "string", const: "x" };

describe("schemaProblems", () => {
  test.each<[string, Record<string, unknown>]>([
    ["the usual check", replyIsExpected],
    [
      "a choice between behaviours",
      { type: "object", required: ["a", "b"], oneOf: [{ properties: { a: text } }, { required: ["c"], properties: { b: text, c: text } }] },
    ],
    [
      "$data past a list",
      {
        type: "object",
        required: ["all", "size"],
        properties: { all: { type: "array", minItems: 1, items: { type: "integer", const: { $data: "2/size" } } } },
      },
    ],
    ["a must-not", { type: "object", required: ["a"], properties: { a: { type: "string", not: { const: "x" } } } }],
    ["an empty list", { type: "array", maxItems: 0 }],
    ["an absent property", { type: "object", not: { required: ["x"] } }],
  ])("takes %s", (_name, schema) => {
    expect(schemaProblems(schema)).toEqual([]);
  });

  test.each<[string, Record<string, unknown>, string]>([
    ["no type", { required: ["a"], properties: { a: text } }, 'schema has "required", but no "type": "object"'],
    ["another type", { type: "string", minimum: 3 }, 'its "type" is "string", not "number" or "integer"'],
    ["a property that may be missing", { type: "object", properties: { a: text } }, 'judges "a", which is not in its "required"'],
    ["a property without assertion", { type: "object", required: ["a"], properties: { a: {} } }, 'schema/properties/a has no "type"'],
    ["an empty list", { type: "array", items: text }, 'no "minItems"'],
    [
      "a mistyped $data",
      { type: "object", required: ["a"], properties: { a: { type: "string", const: { $data: "1/expcted" } } } },
      'names "expcted", which is not in "required" one level up',
    ],
    ["$data too far up", { type: "object", required: ["a"], properties: { a: { type: "string", const: { $data: "2/b" } } } }, 'leads above the value at "at"'],
    ["absolute $data", { type: "string", const: { $data: "/a" } }, "is absolute"],
    ["deep $data", { type: "object", required: ["a", "b"], properties: { a: { type: "string", const: { $data: "1/b/c" } } } }, "is not of the form"],
    ["an unknown keyword", { type: "string", constant: "x" }, 'has "constant", which checks may not use'],
    ["a condition", { type: "object", required: ["a"], if: { properties: { a: text } } }, 'has "if"'],
    ["a boolean schema", { type: "object", required: ["a"], properties: { a: true } }, "asserts nothing"],
    ["a deep not", { type: "object", required: ["a"], not: { properties: { a: text } } }, "too deep for a `not`"],
    ["not alone", { not: { const: "x" } }, '"not" without "type"'],
    ["several types", { type: ["string", "null"], pattern: "x" }, 'must be one type alone: "string"'],
    ["what Ajv refuses", { type: "strin" }, "type"],
    ["a tuple that may be longer", { type: "array", minItems: 1, prefixItems: [text] }, "prefixItems"],
  ])("refuses %s", (_name, schema, problem) => {
    expect(schemaProblems(schema).join("\n")).toContain(problem);
  });
});
