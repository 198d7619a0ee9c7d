import { expect, test } from "@jest/globals";
import { viewValidator } from "./validate-view.js";
import { meaningOf, schemaAt, titleOf, unitOf } from "./view-words.js";
import { viewSchema } from "./test-records.js";

test("says in one line where a view does not hold", () => {
  const validate = viewValidator({
    type: "object",
    properties: { outcome: { oneOf: [{ const: "met" }, { const: "reset" }] }, reply: { type: ["string", "null"] } },
    additionalProperties: false,
  });
  expect(validate({ outcome: "met", reply: null })).toBeNull();
  expect(validate({ outcome: "mett" })).toBe('the view does not hold at /outcome: fits none of what view.schema.json allows, is "mett"');
  expect(validate({ reply: 3 })).toBe("the view does not hold at /reply: must be string,null, is 3");
  expect(validate({ x: 1 })).toContain("additional properties (x)");
});

test("a view schema is a vocabulary", () => {
  const outcome = schemaAt(viewSchema, ["exchanges", "any", "outcome"]);
  expect(titleOf(outcome)).toBe("the answer");
  expect(meaningOf(outcome, "deadline")).toBe("no whole reply came in time");
  expect(unitOf(schemaAt(viewSchema, ["exchanges", "any", "gapMs"]), "gapMs")).toBe("ms");
  expect(schemaAt(viewSchema, ["nothing"])).toBeNull();
});

test("of several kinds of object, the words of the one that the view holds", () => {
  const kind = (name: string) => ({ type: "object", required: [name], properties: { [name]: {}, closed: { title: name } } });
  const schema = { type: "object", properties: { a: { oneOf: [kind("x"), kind("y")] } } };
  expect(titleOf(schemaAt(schema, ["a", "closed"], { a: { y: 1, closed: 2 } }))).toBe("y");
});

test("a schema that refers to itself for ever has no words, and does no harm", () => {
  expect(schemaAt({ $ref: "#" }, ["a"])).toBeNull();
  expect(schemaAt({ allOf: [{ $ref: "#" }] }, ["a"])).toBeNull();
});
