import { pipeline } from "node:stream";
import { createGzip } from "node:zlib";
import type { Fields } from "./fields.js";

/** RFC 9110, 12.5.3: gzip is acceptable if it, or else `*`, is listed, and not with the weight 0. */
export function acceptsGzip(fields: Fields): boolean {
  const weights = new Map<string, number>();
  for (const member of fields.list("accept-encoding")) {
    const [coding = "", weight] = member.split(/\s*;\s*q=/);
    weights.set(coding, Number(weight ?? 1));
  }
  return (weights.get("gzip") ?? weights.get("*") ?? 0) > 0;
}

export async function* compress(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  const gzip = createGzip();
  // Closes both ends if either fails. An error comes out of the loop below, so there is nothing to do about it here.
  pipeline(pieces, gzip, () => {});
  yield* gzip as AsyncIterable<Buffer>;
}
