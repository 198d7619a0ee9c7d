import { asBuffer } from "./lines.js";
import { readMessage, type StartLine } from "./message-reader.js";
import type { HttpMessage, Problem } from "./message.js";
import { readRequestLine, type RequestLine } from "./request-line.js";

export type HttpRequest = RequestLine & HttpMessage;

export interface ParsedRequests {
  requests: HttpRequest[];
  /** Bytes that belong to no request, and why. */
  surplus: Problem | null;
}

const REQUEST_LINE: StartLine<RequestLine> = {
  read: readRequestLine,
  // Any token may be a method: only the end of the line tells.
  mayBegin: () => true,
  unread: { method: "", target: "", form: null, version: "" },
  cut: { what: "the request line is not complete", clause: "RFC 9112 3" },
  wrong: { what: "this is no request line; it would look like GET /path HTTP/1.1", clause: "RFC 9112 3" },
  body: () => "request",
};

/**
 * What a client sent on one connection. How the connection ended says nothing about the last body, since that of a request
 * never ends with the connection (RFC 9112 6.3). Never throws.
 */
export function parseRequests(stream: Uint8Array): ParsedRequests {
  const bytes = asBuffer(stream);
  const requests: HttpRequest[] = [];
  let at = 0;
  for (;;) {
    const read = readMessage(bytes, at, "open", REQUEST_LINE);
    if (read === null) break;
    const { message } = read;
    requests.push(message);
    at = message.offset + message.length;
    if (!message.complete) break;
  }
  return { requests, surplus: surplusAt(bytes, at, requests.at(-1)) };
}

function surplusAt(bytes: Buffer, offset: number, last: HttpRequest | undefined): Problem | null {
  const length = bytes.length - offset;
  if (length === 0) return null;
  if (last !== undefined && last.brokenOff !== null) return { offset, length, what: last.brokenOff.what, clause: last.brokenOff.clause };
  return { offset, length, what: "an empty line follows the last request", clause: "RFC 9112 2.2" };
}
