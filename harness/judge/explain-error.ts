import { explainValue, fact, plain, stated, withMeaning, withUnit } from "./explain-value.js";
import type { Finding } from "./finding.js";
import { labelOf, type SeenError } from "./seen-error.js";
import { asObject } from "./pointer.js";
import { plural, showValue } from "./show-value.js";
import { meaningOf, schemaAt } from "./view-words.js";

/** What one error says to people. `anyOf` and `oneOf` are explained by explain-choice.ts, which knows their branches' errors. */
export function explainError(seen: SeenError): Finding {
  const explain = Object.hasOwn(BY_KEYWORD, seen.keyword) ? BY_KEYWORD[seen.keyword] : undefined;
  return explain?.(seen) ?? plain(seen, stated(seen) ?? `that it ${seen.ajvMessage || "were otherwise"}`);
}

const COMPARISONS: Record<string, string> = { ">=": "at least", "<=": "at most", ">": "more than", "<": "less than" };

const KINDS: Record<string, string> = {
  string: "text",
  integer: "a whole number",
  number: "a number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  null: "nothing",
};

const BY_KEYWORD: Record<string, (seen: SeenError) => Finding> = {
  const: (seen) => explainValue(seen, seen.params["allowedValue"]),
  enum(seen) {
    const allowed = list(seen.params["allowedValues"]);
    if (allowed.length === 1) return explainValue(seen, allowed[0]);
    const meaning = meaningOf(seen.words, seen.value);
    if (meaning !== null) return fact(seen, meaning, stated(seen) ?? allowed);
    return plain(seen, stated(seen) ?? allowed.map((value) => withMeaning(seen, value)).join("; or "));
  },
  required(seen) {
    const path = [...seen.path, String(seen.params["missingProperty"])];
    const label = labelOf(path, seen.from, seen.viewSchema, seen.view);
    return {
      ...plain({ ...seen, path, label, value: undefined, words: schemaAt(seen.viewSchema, path, seen.view) }, "it"),
      message: `${label}: missing`,
      expected: null,
    };
  },
  type(seen) {
    const meaning = meaningOf(seen.words, seen.value);
    const due = seen.schema["const"];
    // Not what stands elsewhere in the view ($data).
    const only = due === undefined || typeof due === "object" ? null : withMeaning(seen, due);
    const kind = stated(seen) ?? only ?? KINDS[String(seen.params["type"])] ?? String(seen.params["type"]);
    return meaning === null ? plain(seen, kind) : fact(seen, meaning, kind);
  },
  minimum: bound,
  maximum: bound,
  exclusiveMinimum: bound,
  exclusiveMaximum: bound,
  minLength: (seen) => length(seen, "at least", "byte"),
  maxLength: (seen) => length(seen, "at most", "byte"),
  minItems: (seen) => items(seen, "at least"),
  maxItems: (seen) => items(seen, "at most"),
  uniqueItems(seen) {
    const [i, j] = [numberOf(seen.params["i"]), numberOf(seen.params["j"])].toSorted((a, b) => a - b);
    const twice = showValue(list(seen.value)[i ?? 0]);
    return { ...plain(seen, "items that all differ"), message: `${seen.label}: [${i}] and [${j}] are the same: ${twice}` };
  },
  contains(seen) {
    const [min, max] = [numberOf(seen.params["minContains"] ?? 1), seen.params["maxContains"]];
    const item = stated({ ...seen, schema: (seen.schema["contains"] ?? {}) as Record<string, unknown> }) ?? stated(seen) ?? "such an item";
    const count = max === undefined ? (min === 1 ? "" : `at least ${min} times `) : max === min ? `exactly ${min} times ` : `${min} to ${String(max)} times `;
    return plain(seen, `${count}${item} among ${plural(list(seen.value).length, "item")}`);
  },
  pattern: (seen) => plain(seen, stated(seen) ?? `text that matches /${String(seen.params["pattern"])}/`),
  additionalProperties(seen) {
    const name = String(seen.params["additionalProperty"]);
    return { ...plain(seen, "nothing more"), message: `${seen.label}: has ${showValue(name)}, which does not belong there` };
  },
  not(seen) {
    const meaning = meaningOf(seen.words, seen.value);
    const expected = stated(seen) ?? "anything else";
    return meaning === null ? plain(seen, expected) : fact(seen, meaning, expected);
  },
};

function bound(seen: SeenError): Finding {
  const { comparison, limit } = seen.params;
  const expected = `${COMPARISONS[String(comparison)] ?? String(comparison)} ${withUnit(seen, showValue(limit))}`;
  return plain(seen, expected);
}

function length(seen: SeenError, how: string, noun: string): Finding {
  const actual = typeof seen.value === "string" ? seen.value : "";
  const limit = numberOf(seen.params["limit"]);
  const got = actual === "" ? "nothing" : `${actual.length}: ${showValue(actual)}`;
  return {
    ...plain(seen, stated(seen) ?? `${how} ${plural(limit, noun)}`),
    message: `${seen.label}: expected ${stated(seen) ?? `${how} ${plural(limit, noun)}`}, got ${got}`,
  };
}

function items(seen: SeenError, how: string): Finding {
  const actual = list(seen.value);
  const limit = numberOf(seen.params["limit"]);
  const expected = stated(seen) ?? `${how} ${plural(limit, "item")}`;
  const kind = actual.length === 0 ? "nothing" : how === "at least" ? "short" : "other";
  // Of objects a reader learns no more than how many there are.
  if (actual.length > 0 && actual.every((item) => asObject(item) === null))
    return { ...plain(seen, expected), kind, message: `${seen.label}: expected ${expected}, got ${actual.length}: ${showValue(actual)}` };
  const came = actual.length === 0 ? "none" : String(actual.length);
  return {
    ...plain(seen, expected),
    kind,
    message: `${seen.label}: ${came} came, expected ${stated(seen) ?? `${how} ${limit}`}`,
    expected: null,
    actual: null,
  };
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A parameter of an error as the number that it always is; the types do not say so. */
function numberOf(parameter: unknown): number {
  return typeof parameter === "number" ? parameter : 0;
}
