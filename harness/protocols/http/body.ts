import { readChunkedBody } from "./chunked.js";
import type { FirstProblem } from "./first-problem.js";
import type { BodyPlan } from "./framing.js";
import type { Ending, Field, Problem } from "./message.js";

export interface ReadBody {
  body: Uint8Array;
  trailers: Field[];
  /** Past the body, or past what could be understood of it. */
  next: number;
  brokenOff: Problem | null;
}

/** Reads the body at `at` as planned. */
export function readBody(bytes: Buffer, at: number, { framing, declared, fatal }: BodyPlan, end: Ending, problems: FirstProblem): ReadBody {
  if (fatal !== null) return { body: bytes.subarray(at, at), trailers: [], next: at, brokenOff: fatal };
  switch (framing) {
    case "none":
      return { body: bytes.subarray(at, at), trailers: [], next: at, brokenOff: null };
    case "chunked":
      return readChunkedBody(bytes, at, problems);
    case "content-length": {
      const length = declared ?? 0;
      const body = bytes.subarray(at, at + length);
      const what = `the body ends after ${body.length} of ${length} bytes`;
      const brokenOff = body.length === length ? null : problems.note(bytes.length, 0, what, "RFC 9112 8");
      return { body, trailers: [], next: at + body.length, brokenOff };
    }
    case "close":
      return { body: bytes.subarray(at), trailers: [], next: bytes.length, brokenOff: untilClose(bytes.length, end, problems) };
  }
}

/** A body without a length is complete when the sender closes its side, and not when it resets the connection (RFC 9112 8). */
function untilClose(offset: number, end: Ending, problems: FirstProblem): Problem | null {
  if (end === "fin") return null;
  const what =
    end === "reset"
      ? "the connection was reset before the end of a body without a length"
      : "the body has no length, and the connection is not closed after it";
  return problems.note(offset, 0, what, "RFC 9112 6.3");
}
