import { ConnectionLost } from "./connection-lost.js";

/** Characters; RFC 5321, 4.5.3.1.5, asks servers for 512 at most. */
const LONGEST_LINE = 64 * 1024;

/**
 * The lines of a stream, without their line ends, one character for each byte. Where one piece ends and the next begins
 * means nothing. Throws ConnectionLost for a line without end.
 */
export async function* readLines(stream: AsyncIterable<Buffer>): AsyncGenerator<string, void> {
  let unfinished = "";
  for await (const piece of stream) {
    const lines = (unfinished + piece.toString("latin1")).split("\n");
    unfinished = lines.pop()!;
    for (const line of lines) yield line.replace(/\r$/, "");
    if (unfinished.length > LONGEST_LINE) throw new ConnectionLost("a line without end");
  }
}
