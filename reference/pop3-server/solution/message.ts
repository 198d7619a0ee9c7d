import { createReadStream } from "node:fs";

/** A message as it is sent, in pieces: lines end with CRLF, whatever they end with in the file, and the last one does, too. One char per byte. */
export async function* asSent(path: string): AsyncGenerator<string> {
  // A CR at the end of a piece may be the first half of a line's end.
  let held = "";
  let last = "";
  for await (const chunk of createReadStream(path, { encoding: "latin1" })) {
    const text = held + (chunk as string);
    held = text.endsWith("\r") ? "\r" : "";
    const piece = text.slice(0, text.length - held.length).replace(/\r?\n/g, "\r\n");
    if (piece !== "") yield (last = piece);
  }
  if (held !== "") yield (last = held);
  if (last !== "" && !last.endsWith("\n")) yield "\r\n";
}

/** Text in pieces of any size. */
export type Pieces = Iterable<string> | AsyncIterable<string>;

/** The same with one dot more before each line that begins with one: a line of only one ends what is sent. */
export async function* stuffed(pieces: Pieces): AsyncGenerator<string> {
  let isLineStart = true;
  for await (const piece of pieces) {
    const text = piece.replace(/\n\./g, "\n..");
    yield isLineStart && text.startsWith(".") ? `.${text}` : text;
    isLineStart = piece.endsWith("\n");
  }
}

/** Its header, the empty line, and so many lines of its body (TOP, RFC 1939 7). */
export async function* top(pieces: Pieces, bodyLines: number): AsyncGenerator<string> {
  let line = "";
  let isBody = false;
  let count = 0;
  for await (const piece of pieces) {
    const lines = (line + piece).split("\r\n");
    line = lines.pop() ?? "";
    for (const whole of lines) {
      if (isBody && count++ >= bodyLines) return;
      yield `${whole}\r\n`;
      isBody ||= whole === "";
    }
  }
}
