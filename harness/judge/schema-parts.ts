import { asObject } from "./pointer.js";

/** What is certain of one value if its schema, and all schemas that hold beside it, hold. */
export interface Level {
  types: ReadonlySet<string>;
  required: ReadonlySet<string>;
  /** A list of it has `minItems`, or is empty for certain. */
  bounded: boolean;
}

/** Keywords and the types that they speak of. */
export const ASSERTS: Record<string, string[]> = Object.fromEntries([
  ...["required", "properties", "additionalProperties", "minProperties", "maxProperties"].map((keyword) => [keyword, ["object"]]),
  ...["items", "prefixItems", "contains", "minContains", "maxContains", "minItems", "maxItems", "uniqueItems"].map((keyword) => [keyword, ["array"]]),
  ...["minLength", "maxLength", "pattern"].map((keyword) => [keyword, ["string"]]),
  ...["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"].map((keyword) => [keyword, ["number", "integer"]]),
]);

const COMBINING = ["allOf", "anyOf", "oneOf"];

/**
 * All that a check may use. Left out on purpose: `if` and the dependent keywords, which judge nothing where they do not apply;
 * `patternProperties`, `propertyNames` and `unevaluated...`, likewise; `$ref`, since `$data` counts levels from where it stands.
 * A dissector that derives a fact says the same and says it better.
 */
export const KNOWN: ReadonlySet<string> = new Set([...Object.keys(ASSERTS), ...COMBINING, "type", "const", "enum", "not", "title", "description", "$comment"]);

/** `level` and what `schema` adds to it. */
export function withOwn(level: Level, schema: Record<string, unknown>): Level {
  const type = schema["type"];
  const required = schema["required"];
  return {
    types: typeof type === "string" ? new Set([...level.types, type]) : level.types,
    required: Array.isArray(required) ? new Set([...level.required, ...required.map(String)]) : level.required,
    bounded: level.bounded || (schema["minItems"] !== undefined && schema["minItems"] !== 0) || schema["maxItems"] === 0,
  };
}

interface Part {
  keys: string[];
  schema: unknown;
}

/** Schemas of the same value. */
export function branchesOf(schema: Record<string, unknown>): Part[] {
  const branches = COMBINING.flatMap((keyword) => listOf(schema, keyword));
  return schema["not"] === undefined ? branches : [...branches, { keys: ["not"], schema: schema["not"] }];
}

/** Schemas of the values inside it. `false` forbids what it stands for and is no schema to look into. */
export function partsOf(schema: Record<string, unknown>): Part[] {
  const properties = Object.entries(asObject(schema["properties"]) ?? {}).map(([name, part]) => ({ keys: ["properties", name], schema: part }));
  const single = ["items", "contains", "additionalProperties"].map((keyword) => ({ keys: [keyword], schema: schema[keyword] }));
  return [...properties, ...listOf(schema, "prefixItems"), ...single].filter((part) => part.schema !== undefined && part.schema !== false);
}

function listOf(schema: Record<string, unknown>, keyword: string): Part[] {
  const list = schema[keyword];
  return Array.isArray(list) ? list.map((part: unknown, i) => ({ keys: [keyword, String(i)], schema: part })) : [];
}
