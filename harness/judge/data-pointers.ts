import { asObject } from "./pointer.js";
import type { Level } from "./schema-parts.js";

const SHAPE = '`{ "$data": "1/name" }`: how many levels up, and one name';

/**
 * What is wrong with the `$data` of one schema's keywords. Ajv lets everything pass where the target is missing, so it must be
 * certain that it is there: in the `required` of the object that many levels up.
 */
export function dataProblems(schema: Record<string, unknown>, levels: readonly Level[], where: string): string[] {
  return Object.entries(schema).flatMap(([keyword, value]) => {
    // A property may be called anything, also $data.
    const reference = keyword === "properties" ? undefined : asObject(value)?.["$data"];
    if (reference === undefined) return [];
    const problem = problemOf(reference, levels);
    return problem === null ? [] : [`${where}/${keyword}: ${problem}`];
  });
}

function problemOf(reference: unknown, levels: readonly Level[]): string | null {
  if (typeof reference !== "string") return `$data must be a text, as in ${SHAPE}`;
  if (reference.startsWith("/")) return `"${reference}" is absolute; write it as ${SHAPE}`;
  const match = /^([1-9]\d*)\/([^/]+)$/.exec(reference);
  if (match === null) return `"${reference}" is not of the form ${SHAPE}`;
  const up = Number(match[1]);
  const name = (match[2] ?? "").replaceAll("~1", "/").replaceAll("~0", "~");
  const target = levels[levels.length - 1 - up];
  if (target === undefined) return `"${reference}" leads above the value at "at"`;
  return target.required.has(name) ? null : `"${reference}" names "${name}", which is not in "required" ${up === 1 ? "one level" : `${up} levels`} up`;
}
