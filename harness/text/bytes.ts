/**
 * Views and scenarios speak of bytes as "binary strings": one char per byte, 0 to 255, so that an index into the
 * string is an offset on the wire and JSON Schema can compare it.
 */

/** Bytes to a binary string. */
export function toBinary(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}

/** Unicode as a binary string of its UTF-8. */
export function utf8(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}

/** A binary string to bytes; throws RangeError on a char above 255, which would be silently cut otherwise. */
export function fromBinary(binary: string): Buffer {
  for (let i = 0; i < binary.length; i++)
    if (binary.charCodeAt(i) > 255) throw new RangeError(`not a binary string: char ${i} is above 255; use Buffer.from(text)`);
  return Buffer.from(binary, "latin1");
}

/** Bytes, or a binary string, as bytes of its own. */
export function asBytes(data: string | Uint8Array): Buffer {
  return typeof data === "string" ? fromBinary(data) : Buffer.from(data);
}

/** Lines without their LF; the last one may have had none. */
export function linesOf(text: string): string[] {
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

/** ASCII a-z to A-Z in a binary string, every other byte as it is. */
export function asciiUpper(binary: string): string {
  return binary.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}
