import { skipEmptyLines } from "./lines.js";
import { mayBeStatusLine } from "./status-line.js";

/** By what the next response is found after a body that should not have been sent. */
export const NEXT_RESPONSE = "HTTP/1.";

/**
 * How many bytes of a body were sent after a response at whose end, `at`, there may be none: as many as its Content-Length
 * says (null without one), else up to what looks like the next response. 0 if nothing follows, or a status line may, or
 * empty lines alone. One mistake then costs the next response nothing.
 */
export function strayBodyLength(bytes: Buffer, at: number, declared: number | null): number {
  const begin = skipEmptyLines(bytes, at);
  if (begin === bytes.length || mayBeStatusLine(bytes, begin)) return 0;
  if (declared !== null && declared > 0) return Math.min(declared, bytes.length - at);
  const next = bytes.indexOf(NEXT_RESPONSE, at, "latin1");
  return (next < 0 ? bytes.length : next) - at;
}
