// RFC 2045, 6.7: bytes as ASCII, in lines of at most 76 characters.

/** The bytes of one line of text, as Latin-1, without its line end. Long lines go on after a `=` at their end. */
export function encodeQuotedPrintable(line: string): string {
  // A blank at the end of a line may get lost on the way.
  const encoded = line.replace(/[^\t -<>-~]|[\t ]$/g, escapeByte);
  // Cut anywhere but within an escape: after `=` or `=` and one digit.
  const pieces = encoded.match(/.{1,75}(?<!=.?)/g) ?? [];
  return pieces.join("=\r\n");
}

function escapeByte(character: string): string {
  return "=" + character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0");
}
