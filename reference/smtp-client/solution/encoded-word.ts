// RFC 2047: how text of any language stands in a header, which is ASCII.

/** Bytes in one encoded word. RFC 2047, 2: 75 characters at most, of which `=?utf-8?B?` and `?=` are twelve. */
const WORD_BYTES = 45;

/** A header line may have 998 characters, its name included. */
const LONGEST_PLAIN = 900;

/** The text itself if it is printable ASCII and means nothing else, or else encoded words, one a line. */
export function encodeHeaderText(text: string): string {
  const isPlain = /^[ -~]*$/.test(text) && text === text.trim() && !text.includes("=?") && text.length <= LONGEST_PLAIN;
  return isPlain ? text : splitText(text).map(encodeWord).join("\r\n ");
}

function encodeWord(text: string): string {
  return `=?utf-8?B?${Buffer.from(text).toString("base64")}?=`;
}

/** RFC 2047, 5: each word is decoded by itself, so no character lies in two. */
function splitText(text: string): string[] {
  const parts = [""];
  for (const character of text) {
    const longer = parts.at(-1)! + character;
    if (Buffer.byteLength(longer) <= WORD_BYTES) parts[parts.length - 1] = longer;
    else parts.push(character);
  }
  return parts;
}
