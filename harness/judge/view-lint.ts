import { asObject, pointerOf, pointerSegments } from "./pointer.js";
import type { Check } from "./rubric.js";
import { branchesOf, partsOf } from "./schema-parts.js";
import { schemaAt } from "./view-words.js";

/**
 * Names in a check's `at` and schema that the lab's view schema does not know, one line each: a mistyped name can never hold, and
 * a `not: { required }` with one always does.
 */
export function viewProblems(check: Check, viewSchema: object): string[] {
  const at = pointerSegments(check.at);
  for (let i = 1; i <= at.length; i++)
    if (schemaAt(viewSchema, at.slice(0, i)) === null) return [`"at": view.schema.json knows no ${pointerOf(at.slice(0, i))}`];
  return [...new Set(names(check.schema, at, viewSchema))];
}

function names(schema: unknown, path: string[], viewSchema: object): string[] {
  const own = asObject(schema);
  if (own === null) return [];
  const required = Array.isArray(own["required"]) ? own["required"].map(String) : [];
  const unknown = required.filter((name) => schemaAt(viewSchema, [...path, name]) === null);
  const problems = unknown.map((name) => `view.schema.json knows no ${pointerOf([...path, name])}`);
  for (const branch of branchesOf(own)) problems.push(...names(branch.schema, path, viewSchema));
  for (const { keys, schema: part } of partsOf(own)) {
    const name = keys[0] === "properties" || keys[0] === "prefixItems" ? keys[1] : keys[0] === "additionalProperties" ? undefined : "0";
    if (name !== undefined && !unknown.includes(name)) problems.push(...names(part, [...path, name], viewSchema));
  }
  return problems;
}
