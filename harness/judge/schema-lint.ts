import { errorMessage } from "../errors.js";
import { compileSchema, metaSchemaProblem } from "./ajv.js";
import { dataProblems } from "./data-pointers.js";
import { asObject, pointerOf } from "./pointer.js";
import { ASSERTS, branchesOf, KNOWN, partsOf, type Level, withOwn } from "./schema-parts.js";

/**
 * How a check's schema could pass by accident, one line each; none: sound. JSON Schema is lenient where a judge must not be: a keyword
 * for texts passes for a number, `properties` for an object without them, `items` for an empty list, and Ajv's `$data` for a
 * target that is missing.
 */
export function schemaProblems(schema: Record<string, unknown>): string[] {
  const problems = lint(schema, [], [{ types: new Set(), required: new Set(), bounded: false }], false);
  if (problems.length > 0) return problems;
  const invalid = metaSchemaProblem(schema);
  if (invalid !== null) return [invalid];
  try {
    compileSchema(schema);
    return [];
  } catch (thrown) {
    return [errorMessage(thrown)];
  }
}

/** `levels`: what is certain of the value and of those around it, the innermost last. `negated`: inside `not`. */
function lint(schema: unknown, path: string[], levels: Level[], negated: boolean): string[] {
  const where = `schema${pointerOf(path)}`;
  const own = asObject(schema);
  if (own === null) return [`${where} must be an object, for ${JSON.stringify(schema)} asserts nothing`];
  // Inside `not`, what the schema itself demands makes it easier to pass, not harder: only what stands outside counts.
  const level = negated ? (levels.at(-1) as Level) : withOwn(levels.at(-1) as Level, own);
  const here = [...levels.slice(0, -1), level];
  const problems = Object.keys(own).flatMap((keyword) => {
    if (!KNOWN.has(keyword)) return [`${where} has "${keyword}", which checks may not use`];
    return missingType(keyword, own, level, where);
  });
  if (negated && branchesOf(own).length + partsOf(own).length > 0) problems.push(`${where} is too deep for a \`not\`: write \`not\` at the property itself`);
  problems.push(...emptiness(own, level, where, negated), ...dataProblems(own, here, where));
  if (negated) return problems;
  for (const { keys, schema: branch } of branchesOf(own)) problems.push(...lint(branch, [...path, ...keys], here, keys[0] === "not"));
  for (const { keys, schema: part } of partsOf(own))
    problems.push(...lint(part, [...path, ...keys], [...here, { types: new Set(), required: new Set(), bounded: false }], false));
  return problems;
}

/** A keyword that speaks of one type passes for all others. */
function missingType(keyword: string, own: Record<string, unknown>, level: Level, where: string): string[] {
  const types = ASSERTS[keyword];
  if (types === undefined || types.some((type) => level.types.has(type))) return [];
  const type = types.map((one) => `"${one}"`).join(" or ");
  const state = Array.isArray(own["type"])
    ? `its "type" must be one type alone: ${type}`
    : own["type"] === undefined
      ? `no "type": ${type}, so that any other value passes`
      : `its "type" is ${JSON.stringify(own["type"])}, not ${type}`;
  return [`${where} has "${keyword}", but ${state}`];
}

/** What passes for something empty, or for anything. */
function emptiness(own: Record<string, unknown>, level: Level, where: string, negated: boolean): string[] {
  const problems: string[] = [];
  for (const name of Object.keys(asObject(own["properties"]) ?? {}))
    if (!level.required.has(name)) problems.push(`${where} judges "${name}", which is not in its "required": without it everything passes`);
  if ((own["items"] !== undefined || own["prefixItems"] !== undefined) && !level.bounded)
    problems.push(`${where} judges items, but has no "minItems": an empty list passes`);
  if (own["minContains"] === 0 && own["maxContains"] === undefined) problems.push(`${where} has "minContains": 0 without "maxContains": everything passes`);
  if (asObject(own["additionalProperties"]) !== null && own["minProperties"] === undefined && level.required.size === 0)
    problems.push(`${where} judges additional properties, but has no "minProperties": an empty object passes`);
  const judges = ["type", "const", "enum", "anyOf", "oneOf", "allOf", "not"].some((keyword) => keyword in own);
  const refines = Object.keys(own).some((keyword) => keyword in ASSERTS);
  if (!judges && !(refines && level.types.size > 0) && !negated) problems.push(`${where} has no "type": everything passes`);
  if (own["const"] === undefined && own["enum"] === undefined && !negated && level.types.size === 0 && own["not"] !== undefined)
    problems.push(`${where} has "not" without "type": nearly everything passes`);
  return problems;
}
