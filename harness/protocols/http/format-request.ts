import { asBytes } from "../../text/bytes.js";

/** What a party sends. Texts are binary strings: non-ASCII text must have been encoded. */
export interface RequestParts {
  method: string;
  target: string;
  /** "HTTP/1.1" if left out. */
  version?: string;
  fields?: readonly (readonly [name: string, value: string])[];
  body?: string | Uint8Array;
}

/** The bytes of a request: exactly what is asked for, right or wrong; no Host, no Content-Length of its own. Throws RangeError on a char above 255. */
export function formatRequest({ method, target, version = "HTTP/1.1", fields = [], body = "" }: RequestParts): Buffer {
  const lines = fields.map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([asBytes(`${method} ${target} ${version}\r\n${lines.join("")}\r\n`), asBytes(body)]);
}
