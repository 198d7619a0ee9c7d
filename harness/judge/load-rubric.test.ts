import { describe, expect, test } from "@jest/globals";
import { mergeRubrics, parseRubric } from "./load-rubric.js";
import type { Check, Rubric } from "./rubric.js";
import { replyIsExpected } from "./test-records.js";
import { viewProblems } from "./view-lint.js";
import { viewSchema, check } from "./test-records.js";

function entry(id: string, points: number, more: Record<string, unknown> = {}): Record<string, unknown> {
  const at = "/exchanges/hello";
  return { id, title: id, role: "server", level: "core", points, scenario: "one", at, schema: replyIsExpected, clause: "RFC 862", hint: "Read.", ...more };
}

const parse = (checks: unknown[], more: Record<string, unknown> = {}): Rubric => parseRubric(JSON.stringify({ lab: "echo", checks, ...more }), "rubric.json");

function refusal(act: () => unknown): string {
  try {
    act();
  } catch (thrown) {
    const { code, message } = thrown as { code: string; message: string };
    expect(code).toBe("RUBRIC_INVALID");
    expect(message).not.toContain("\n");
    return message;
  }
  return "nothing refused";
}

describe("parseRubric", () => {
  test("fills in what may be left out", () => {
    const [first] = parse([entry("a", 100)], { $schema: "x" }).checks;
    expect(first?.requires).toEqual([]);
  });

  test.each<[string, () => unknown, string]>([
    ["no JSON", () => parseRubric("{", "r.json"), "r.json: no JSON"],
    ["an unknown key", () => parse([entry("a", 100, { hnit: "x" })]), 'rubric.json: check "a": it must NOT have additional properties: hnit'],
    ["a bad id", () => parse([entry("A b", 100)]), 'rubric.json: check "A b": "id" must match pattern'],
    ["no id", () => parse([{ ...entry("a", 100), id: undefined }]), "rubric.json: check number 1: it must have required property 'id'"],
    ["a bad level", () => parse([entry("a", 100, { level: "main" })]), "core,robust,beyond"],
    ["a bad pointer", () => parse([entry("a", 100, { at: "exchanges" })]), '"at" must match pattern'],
    ["the same id twice", () => parse([entry("a", 50), entry("a", 50)]), 'check "a": there are two'],
    ["a schema that passes by accident", () => parse([entry("a", 100, { schema: { required: ["x"] } })]), 'check "a": schema has "required", but no "type"'],
  ])("refuses %s", (_name, act, message) => {
    expect(refusal(act)).toContain(message);
  });
});

describe("mergeRubrics", () => {
  const merge = (visible: unknown[], hidden: unknown[] | null, hiddenPoints?: number): (Check & { visibility: string })[] =>
    mergeRubrics(parse(visible, hiddenPoints === undefined ? {} : { hiddenPoints }), hidden === null ? null : parse(hidden));

  test("puts hidden checks behind visible ones; a student's copy needs no hidden rubric", () => {
    expect(merge([entry("a", 80)], [entry("b", 20, { requires: ["a"] })], 20).map((one) => one.visibility)).toEqual(["visible", "hidden"]);
    expect(merge([entry("a", 80)], null, 20)).toHaveLength(1);
  });

  test.each<[string, () => unknown, string]>([
    ["an unknown prerequisite", () => merge([entry("a", 100, { requires: ["b"] })], null), 'labs/echo/rubric.json: check "a": requires "b", which is no check'],
    ["itself as prerequisite", () => merge([entry("a", 100, { requires: ["a"] })], null), "requires itself"],
    ["a circle", () => merge([entry("a", 50, { requires: ["b"] }), entry("b", 50, { requires: ["a"] })], null), "in a circle: a -> b -> a"],
    ["visible on hidden", () => merge([entry("a", 80, { requires: ["b"] })], [entry("b", 20)], 20), 'requires "b", which is hidden'],
    ["an id in both", () => merge([entry("a", 80)], [entry("a", 20)], 20), 'hidden/rubric.json: check "a": there are two'],
    ["points short of 100", () => merge([entry("a", 80)], null), "sum to 80 (80 visible, 0 hidden), not to 100"],
    ["another number of hidden points", () => merge([entry("a", 80)], [entry("b", 20)], 10), '"hiddenPoints" is 10, but'],
    ["too much beyond", () => merge([entry("a", 100), entry("b", 10.5, { level: "beyond" })], null), "the checks beyond sum to 10.5 points"],
  ])("refuses %s", (_name, act, message) => {
    expect(refusal(act)).toContain(message);
  });
});

test("viewProblems finds names that the view does not know", () => {
  expect(viewProblems(check(), viewSchema)).toEqual(["view.schema.json knows no /exchanges/hello/expected"]);
  expect(viewProblems(check(undefined, { at: "/exchnges/hello" }), viewSchema)).toEqual(['"at": view.schema.json knows no /exchnges']);
});
