import { errorMessage, WiregradeError } from "../errors.js";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";

/**
 * The one Ajv that judges checks. `strict` keeps `type` obligatory and refuses unknown keywords; `strictRequired` would refuse
 * the very schemas we want (`$data` that names a property described elsewhere). `verbose` puts the actual value into errors.
 * `addUsedSchema: false`, since schemas come from many rubrics and none refers to another. Each schema judges a run or three: to optimize
 * its code, or to hold it against the meta-schema each time (schema-lint.ts does), would take longer than all that it judges.
 */
const ajv = new Ajv2020({
  ...{ strict: true, strictRequired: false, $data: true, allErrors: true, verbose: true, addUsedSchema: false },
  ...{ validateSchema: false, code: { optimize: false } },
});

const compiled = new WeakMap<object, ValidateFunction>();

/** Why a schema is none of JSON Schema, one line; null: it is one. */
export function metaSchemaProblem(schema: object): string | null {
  return ajv.validateSchema(schema) === true ? null : `schema is invalid: ${ajv.errorsText(ajv.errors, { dataVar: "schema" })}`;
}

/** The validating function of a check's schema, compiled once per schema object; throws WiregradeError RUBRIC_INVALID if Ajv refuses the schema. */
export function compileSchema(schema: object): ValidateFunction {
  const before = compiled.get(schema);
  if (before !== undefined) return before;
  try {
    const validate = ajv.compile(schema);
    compiled.set(schema, validate);
    return validate;
  } catch (error) {
    throw new WiregradeError("RUBRIC_INVALID", `a check's schema: ${errorMessage(error)}`, { cause: error });
  }
}
