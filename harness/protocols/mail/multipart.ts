import { trimOws } from "../http/grammar.js";
import { eachLine, nextLine } from "./lines.js";

/** The parts of a multipart body (RFC 2046 5.1.1). */
export interface Multipart {
  parts: BodyPart[];
  /** Whether the closing delimiter came. */
  closed: boolean;
}

export interface BodyPart {
  /** In the body. */
  offset: number;
  /** Header and body. */
  bytes: Buffer;
}

/** A boundary has up to 70 characters, and whitespace may follow. */
const MOST_DELIMITER_CHARS = 256;

/** The parts between the lines that are "--" and the boundary; the line end before such a line belongs to it. */
export function splitMultipart(body: Buffer, boundary: string): Multipart {
  const delimiter = `--${boundary}`;
  const parts: BodyPart[] = [];
  let start: number | null = null;
  let previousEnd = 0;
  for (const line of eachLine(body)) {
    const end = line.offset + line.length;
    const text = trimOws(body.toString("latin1", line.offset, Math.min(end, line.offset + MOST_DELIMITER_CHARS)));
    if (text === delimiter || text === `${delimiter}--`) {
      if (start !== null) parts.push({ offset: start, bytes: body.subarray(start, Math.max(start, previousEnd)) });
      if (text === `${delimiter}--`) return { parts, closed: true };
      start = nextLine(line);
    }
    previousEnd = end;
  }
  if (start !== null) parts.push({ offset: start, bytes: body.subarray(start) });
  return { parts, closed: false };
}
