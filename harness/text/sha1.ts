import { createHash } from "node:crypto";

/** SHA-1 of a text in UTF-8, 20 bytes: for protocols that use it as a hash function, never for secrets. */
export function sha1(text: string): Buffer {
  return createHash("sha1").update(text, "utf8").digest();
}
