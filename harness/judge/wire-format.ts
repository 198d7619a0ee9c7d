import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { readFileSync } from "node:fs";
import { packageFile } from "../text/package-root.js";

/**
 * What a lab's wire.schema.json says of the messages of its protocol: one definition for each kind under `$defs`, listed in `anyOf`. The function says in a few
 * words where a message of that kind is not as it says ("/hops must be integer"), or null.
 */
export type WireFormat = (kind: string, message: unknown) => string | null;

/** Reads and compiles labs/<lab>/wire.schema.json; a kind that it does not define holds nothing. */
export function wireFormat(lab: string): WireFormat {
  const schema = JSON.parse(readFileSync(packageFile("labs", lab, "wire.schema.json"), "utf8")) as { anyOf: { $ref: string }[] };
  const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true });
  const id = `${lab}.wire`;
  ajv.addSchema(schema, id);
  const kinds = new Set(schema.anyOf.map(({ $ref }) => $ref.replace("#/$defs/", "")));
  const validators = new Map<string, ValidateFunction>();
  return (kind, message) => {
    if (!kinds.has(kind)) return `${JSON.stringify(kind)} is no kind of message`;
    let validate = validators.get(kind);
    if (validate === undefined) validators.set(kind, (validate = ajv.compile({ $ref: `${id}#/$defs/${kind}` })));
    if (validate(message) === true) return null;
    const [error] = validate.errors ?? [];
    return `${error?.instancePath ?? ""} ${error?.message ?? "is wrong"}`.trim();
  };
}
