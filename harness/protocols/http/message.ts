import type { Problem } from "../problem.js";

export type { Problem } from "../problem.js";

/**
 * HTTP/1.1 messages as they stand in a recorded stream (RFC 9112). All offsets count bytes from the start of the stream,
 * all lengths are bytes, all texts are binary strings (one char per byte).
 *
 *     HTTP/1.1 200 OK\r\n           offset 0
 *     Content-Length: 2\r\n         a field: offset 17, length 17, valueOffset 33
 *     \r\n
 *     hi                            bodyOffset 38; the whole message has length 40
 */

export interface Field {
  /** As sent; names are compared without regard to case. */
  name: string;
  /** Without the whitespace around it; folded lines are joined by one space. */
  value: string;
  /** Of the field line, without its line end. */
  offset: number;
  length: number;
  valueOffset: number;
}

/** How the end of a body is known (RFC 9112 6.3). */
export type Framing = "none" | "content-length" | "chunked" | "close";

/** How the sender's side of the connection ended, while on record. */
export type Ending = "fin" | "reset" | "open";

export interface HttpMessage {
  /** Of the start line. */
  offset: number;
  /** Up to the end of the message, or of what could be read of it. */
  length: number;
  /** "1.1"; empty if there was none to read. */
  version: string;
  fields: Field[];
  framing: Framing;
  /** Without the chunked coding. Of an incomplete message: what there is. */
  body: Uint8Array;
  bodyOffset: number;
  /** Fields after the last chunk. */
  trailers: Field[];
  /** Whether all of it is there; a message may be complete and still have a problem. */
  complete: boolean;
  /** The first thing wrong, by its place in the stream. */
  problem: Problem | null;
  /** Why it is not complete: what is missing, or what could not be understood; null if it is complete. */
  brokenOff: Problem | null;
}
