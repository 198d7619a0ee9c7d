import { gunzipSync } from "node:zlib";

/** More is taken for a bomb, bytes. */
const MOST_BYTES = 4 << 20;

/** The content of a body with the coding `gzip` (RFC 9110 8.4.1.3); null if it is none, or too much. */
export function gunzip(body: Uint8Array): Buffer | null {
  try {
    return gunzipSync(body, { maxOutputLength: MOST_BYTES });
  } catch {
    return null;
  }
}
