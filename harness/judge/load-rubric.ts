import { readFileSync } from "node:fs";
import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import { errorMessage, WiregradeError } from "../errors.js";
import { packageFile } from "../text/package-root.js";
import { oneLine } from "../text/visible.js";
import { asObject, pointerOf, pointerSegments } from "./pointer.js";
import type { Check, Rubric } from "./rubric.js";
import { schemaProblems } from "./schema-lint.js";

export { mergeRubrics } from "./merge-rubrics.js";

let validate: ValidateFunction | undefined;

/**
 * Reads the text of a rubric.json; `file` is its name for errors. What one rubric can be asked alone is checked here, what it takes
 * both of a lab's rubrics for by `mergeRubrics`. Throws WiregradeError RUBRIC_INVALID: one line with file, check and what is wrong.
 */
export function parseRubric(text: string, file: string): Rubric {
  const json = parseJson(text, file);
  vet(json, file);
  return vettedRubric(json);
}

/** The same of a text that `parseRubric` has accepted. */
export function parseVettedRubric(text: string, file: string): Rubric {
  return vettedRubric(parseJson(text, file));
}

type WrittenRubric = Omit<Rubric, "checks"> & { checks: (Omit<Check, "requires"> & { requires?: string[] })[] };

function vet(json: unknown, file: string): void {
  validate ??= new Ajv2020({ strict: true, allErrors: true }).compile(readSchema());
  if (validate(json) !== true) throw invalid(file, describe(json, validate.errors ?? []));
  const { checks } = json as WrittenRubric;
  const ids = new Set<string>();
  for (const check of checks) {
    if (ids.has(check.id)) throw invalid(file, `check "${check.id}": there are two of that id`);
    ids.add(check.id);
    const [problem] = schemaProblems(check.schema);
    if (problem !== undefined) throw invalid(file, `check "${check.id}": ${problem}`);
  }
}

function vettedRubric(json: unknown): Rubric {
  const { lab, hiddenPoints, checks } = json as WrittenRubric;
  const full = checks.map((check) => ({ ...check, requires: check.requires ?? [] }));
  return hiddenPoints === undefined ? { lab, checks: full } : { lab, hiddenPoints, checks: full };
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    throw invalid(file, `no JSON: ${errorMessage(thrown)}`);
  }
}

function readSchema(): object {
  return JSON.parse(readFileSync(packageFile("harness", "judge", "rubric.schema.json"), "utf8")) as object;
}

/** The first error in the file's order, with the check named by its id where it has one. */
function describe(json: unknown, errors: readonly ErrorObject[]): string {
  const [first] = errors;
  if (first === undefined) return "does not hold against rubric.schema.json";
  const segments = pointerSegments(first.instancePath);
  const detail = first.params["additionalProperty"] ?? first.params["allowedValues"];
  const what = `${first.message ?? first.keyword}${detail === undefined ? "" : `: ${String(detail)}`}`;
  if (segments[0] !== "checks" || segments[1] === undefined) return `${pointerOf(segments) || "it"} ${what}`;
  const checks = asObject(json)?.["checks"];
  const id = Array.isArray(checks) ? asObject(checks[Number(segments[1])])?.["id"] : undefined;
  const name = typeof id === "string" ? `check "${id}"` : `check number ${Number(segments[1]) + 1}`;
  const place = segments.slice(2).join("/");
  return `${name}: ${place === "" ? "it" : `"${place}"`} ${what}`;
}

function invalid(file: string, problem: string): WiregradeError {
  return new WiregradeError("RUBRIC_INVALID", oneLine(`${file}: ${problem}`, 400));
}
