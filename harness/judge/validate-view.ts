import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";
import { oneLine } from "../text/visible.js";
import { pointerSegments, resolvePointer } from "./pointer.js";
import { showValue } from "./show-value.js";

/**
 * Compiles a lab's view.schema.json; the function says in one line where a view does not hold, or null. Views are ours: if one
 * does not hold, the dissector is wrong, and nothing may be judged on it. Throws if Ajv refuses the schema.
 */
export function viewValidator(viewSchema: object): (view: unknown) => string | null {
  const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true, allErrors: true, addUsedSchema: false, code: { optimize: false } });
  const validate = ajv.compile(viewSchema);
  return (view) => (validate(view) === true ? null : describe(view, validate.errors ?? []));
}

/** The deepest error says most: those above it are choices that failed because of it. */
function describe(view: unknown, errors: readonly ErrorObject[]): string {
  const depth = (error: ErrorObject): number => error.instancePath.split("/").length;
  const [worst] = errors.toSorted((a, b) => depth(b) - depth(a));
  if (worst === undefined) return "the view does not hold";
  const sameplace = errors.filter((error) => error.instancePath === worst.instancePath);
  const choice = sameplace.find((error) => error.keyword === "oneOf" || error.keyword === "anyOf");
  const detail: unknown = worst.params["additionalProperty"] ?? worst.params["unevaluatedProperty"];
  const message =
    choice !== undefined
      ? "fits none of what view.schema.json allows"
      : `${worst.message ?? worst.keyword}${detail === undefined ? "" : ` (${String(detail)})`}`;
  const value = resolvePointer(view, pointerSegments(worst.instancePath));
  return oneLine(`the view does not hold at ${worst.instancePath || "its root"}: ${message}, is ${showValue(value)}`, 300);
}
