import type { MessageKind } from "./framing.js";
import { asBuffer, skipEmptyLines } from "./lines.js";
import { readMessage, type ReadMessage, type StartLine } from "./message-reader.js";
import type { Ending, HttpMessage, Problem } from "./message.js";
import { mayBeStatusLine, readStatusLine, type StatusLine } from "./status-line.js";
import { strayBodyLength } from "./stray-body.js";

/** A response by itself: 1xx, or final. */
export interface InterimResponse extends HttpMessage {
  /** 0 if there was no status line to read. */
  status: number;
  reason: string;
}

export interface HttpResponse extends InterimResponse {
  /** Of the request that it answers. */
  method: string;
  /** Responses 1xx that came before. */
  interim: InterimResponse[];
  /** A body that was sent where there is none: to HEAD, with 204 or 304. It is no part of `length`, and the next response is read after it. */
  strayBody: Problem | null;
}

export interface ParsedResponses {
  /** One for each request that an answer began to, in order. */
  responses: HttpResponse[];
  /** Bytes that belong to no response, and why: more than was asked for, or what stands where the last response stopped making sense. */
  surplus: Problem | null;
  /** Where the bytes of a tunnel begin, after a 2xx to CONNECT. */
  tunnelOffset: number | null;
}

/** What a server sent on one connection, by the methods of the requests that it was sent, in order (RFC 9112 9.3.2). Never throws. */
export function parseResponses(stream: Uint8Array, methods: readonly string[], end: Ending): ParsedResponses {
  const bytes = asBuffer(stream);
  const responses: HttpResponse[] = [];
  let at = 0;
  for (const method of methods) {
    const response = readResponse(bytes, at, method, end);
    if (response === null) break;
    responses.push(response);
    at = (response.strayBody?.offset ?? response.offset) + (response.strayBody?.length ?? response.length);
    if (!response.complete) break;
    if (opensTunnel(response)) return { responses, surplus: null, tunnelOffset: at };
  }
  return { responses, surplus: surplusAt(bytes, at, responses.at(-1)), tunnelOffset: null };
}

/** 2xx to CONNECT: what follows is no HTTP (RFC 9110 9.3.6). */
export function opensTunnel({ method, status }: Pick<HttpResponse, "method" | "status">): boolean {
  return method === "CONNECT" && status >= 200 && status < 300;
}

export function isInterim(status: number): boolean {
  return status >= 100 && status < 200;
}

/** Whether the response to that method may have a body (RFC 9112 6.3). */
export function bodyOfResponse(method: string, status: number): MessageKind["body"] {
  if (isInterim(status) || status === 204 || opensTunnel({ method, status })) return "forbidden";
  return method === "HEAD" || status === 304 ? "none" : "response";
}

/** Status lines, in answer to that method. */
function statusLine(method: string): StartLine<StatusLine> {
  return {
    read: readStatusLine,
    mayBegin: mayBeStatusLine,
    unread: { version: "", status: 0, reason: "" },
    cut: { what: "the status line is not complete", clause: "RFC 9112 4" },
    wrong: { what: "this is no status line; it would look like HTTP/1.1 200 OK", clause: "RFC 9112 4" },
    body: ({ status }) => bodyOfResponse(method, status),
  };
}

/** The final response at `at`, with those that come before it; null if nothing but empty lines is there. */
function readResponse(bytes: Buffer, at: number, method: string, end: Ending): HttpResponse | null {
  const interim: InterimResponse[] = [];
  let next = at;
  for (;;) {
    const read = readMessage(bytes, next, end, statusLine(method));
    if (read === null) return interim.length === 0 ? null : missingFinal(bytes, method, interim);
    const { message } = read;
    next = message.offset + message.length;
    if (!message.complete || !isInterim(message.status)) return { ...withStrayBody(bytes, method, read), method, interim };
    interim.push(message);
  }
}

function withStrayBody(bytes: Buffer, method: string, { message, declared }: ReadMessage<StatusLine>): Omit<HttpResponse, "method" | "interim"> {
  const at = message.offset + message.length;
  const mayHaveNone = message.complete && bodyOfResponse(method, message.status) !== "response" && !opensTunnel({ method, status: message.status });
  const length = mayHaveNone ? strayBodyLength(bytes, at, declared) : 0;
  if (length === 0) return { ...message, strayBody: null };
  const what = method === "HEAD" ? "a body follows the response to HEAD" : `a body follows the response with status ${message.status}`;
  const strayBody: Problem = { offset: at, length, what, clause: "RFC 9112 6.3" };
  return { ...message, problem: message.problem ?? strayBody, strayBody };
}

function missingFinal(bytes: Buffer, method: string, interim: InterimResponse[]): HttpResponse {
  const offset = bytes.length;
  const problem: Problem = { offset, length: 0, what: "no final response follows the one with status 1xx", clause: "RFC 9110 15.2" };
  const nothing = { version: "", status: 0, reason: "", fields: [], framing: "none" as const, body: bytes.subarray(offset), trailers: [] };
  return { ...nothing, method, interim, offset, length: 0, bodyOffset: offset, complete: false, problem, brokenOff: problem, strayBody: null };
}

function surplusAt(bytes: Buffer, at: number, last: HttpResponse | undefined): Problem | null {
  const length = bytes.length - at;
  if (length === 0) return null;
  const reason = (what: string, clause: string): Problem => ({ offset: at, length, what, clause });
  if (last !== undefined && last.brokenOff !== null) return reason(last.brokenOff.what, last.brokenOff.clause);
  const begin = skipEmptyLines(bytes, at);
  if (begin === bytes.length) return reason("an empty line follows the last response", "RFC 9112 2.2");
  if (last !== undefined && mayBeStatusLine(bytes, begin)) return reason("a further response follows, which no request asked for", "RFC 9112 9.3.2");
  if (last?.framing === "content-length") return reason("bytes follow the body: its Content-Length is too small, or they should not be there", "RFC 9110 8.6");
  return reason(last === undefined ? "bytes came that no request asked for" : "bytes follow the end of the last response", "RFC 9112 9.3.2");
}
