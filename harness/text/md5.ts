import { createHash } from "node:crypto";

/** MD5 of a binary string, in lower-case hexadecimal digits: for protocols that log in by it, such as APOP (RFC 1939 7). */
export function md5Hex(text: string): string {
  return createHash("md5").update(text, "latin1").digest("hex");
}
