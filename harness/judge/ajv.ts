import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";

/**
 * The one Ajv that judges checks. `strict` keeps `type` obligatory and refuses unknown keywords; `strictRequired` would refuse
 * the very schemas we want (`$data` that names a property described elsewhere). `verbose` puts the actual value into errors.
 * `addUsedSchema: false`, since schemas come from many rubrics and none refers to another.
 */
const ajv = new Ajv2020({ strict: true, strictRequired: false, $data: true, allErrors: true, verbose: true, addUsedSchema: false });

const compiled = new WeakMap<object, ValidateFunction>();

/** The validating function of a check's schema, compiled once per schema object; throws if Ajv refuses the schema. */
export function compileSchema(schema: object): ValidateFunction {
  let validate = compiled.get(schema);
  if (validate === undefined) compiled.set(schema, (validate = ajv.compile(schema)));
  return validate;
}
