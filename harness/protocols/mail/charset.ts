/** Text of a charset that is named in a message; null if it is not known, or the bytes are none of it. The name in any case. */
export function decodeCharset(bytes: Uint8Array, charset: string): string | null {
  const name = charset.toLowerCase();
  const isAscii = name === "us-ascii" || name === "ascii";
  if (isAscii && bytes.some((byte) => byte > 127)) return null;
  // What the Encoding standard calls by these names is windows-1252.
  if (isAscii || name === "iso-8859-1" || name === "latin1") return Buffer.from(bytes).toString("latin1");
  try {
    return new TextDecoder(name, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
