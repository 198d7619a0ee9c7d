import type { Socket } from "node:net";
import { Body } from "./body.js";
import { Fields, TOKEN } from "./fields.js";
import { HttpError } from "./http-error.js";
import type { Incoming } from "./incoming.js";

export interface Request {
  method: string;
  /** As it was sent, percent-encoded, without the query: `/a%20b.txt`. */
  rawPath: string;
  /** Decoded: `/a b.txt`. */
  path: string;
  /** With its question mark; empty if there is none. */
  query: string;
  /** RFC 9112, 2.3: HTTP/1.1 and later 1.x. */
  isHttp11: boolean;
  fields: Fields;
  body: Body;
  /** Whether the client wants the connection to stay open after the response. */
  keepsAlive: boolean;
}

const MAX_REQUEST_LINE = 16 * 1024;
const MAX_HEAD = 64 * 1024;

/**
 * Reads the next request up to its body. Undefined if there is none: the client is done, or idle for too long.
 * Throws HttpError if it is malformed; nobody can say then where the next request would begin.
 */
export async function readRequest(incoming: Incoming, socket: Socket, idleMs: number): Promise<Request | undefined> {
  if (!(await incoming.begins(performance.now() + idleMs))) return undefined;
  // For the whole head, from its first byte. With time for each piece, one byte now and then would hold us for ever.
  const deadline = performance.now() + idleMs;

  let line = await incoming.line(MAX_REQUEST_LINE, 414, deadline);
  // RFC 9112, 2.2: an empty line before the request line is ignored. Some clients send one after the body of a POST.
  if (line === "") line = await incoming.line(MAX_REQUEST_LINE, 414, deadline);
  const { method, target, isHttp11 } = parseRequestLine(line);
  const fields = await readFields(incoming, deadline);
  checkHost(fields, isHttp11);

  const body = new Body(incoming, bodyFraming(fields, isHttp11), idleMs);
  // RFC 9110, 10.1.1: an expectation in an HTTP/1.0 request is ignored.
  if (isHttp11 && fields.list("expect").includes("100-continue")) {
    body.onFirstRead(() => socket.write("HTTP/1.1 100 Continue\r\n\r\n"));
  }
  // RFC 9112, 9.3: persistent by default since HTTP/1.1; options of Connection are a list without regard to case.
  const keepsAlive = isHttp11 && !fields.list("connection").includes("close");
  return { method, ...splitTarget(target), isHttp11, fields, body, keepsAlive };
}

function parseRequestLine(line: string): { method: string; target: string; isHttp11: boolean } {
  // RFC 9112, 3: exactly one space between the three, and none in a target: honest clients encode it.
  const [method = "", target = "", version = "", ...more] = line.split(" ");
  const [, major, minor] = /^HTTP\/(\d)\.(\d)$/.exec(version) ?? [];
  if (!TOKEN.test(method) || !/^[!-~]+$/.test(target) || major === undefined || more.length > 0)
    throw new HttpError(400, "a malformed request line");
  if (major !== "1") throw new HttpError(505, `HTTP/${major} is not spoken here`);
  return { method, target, isHttp11: minor !== "0" };
}

async function readFields(incoming: Incoming, deadline: number): Promise<Fields> {
  const fields = new Fields();
  let left = MAX_HEAD;
  for (;;) {
    const line = await incoming.line(left, 431, deadline);
    if (line === "") return fields;
    left -= line.length + 2;
    fields.addLine(line);
  }
}

function checkHost(fields: Fields, isHttp11: boolean): void {
  // RFC 9112, 3.2: 400 if a 1.1 request has no Host, if any request has more than one, or if its value is none.
  const hosts = fields.all("host");
  if (isHttp11 && hosts.length === 0) throw new HttpError(400, "no Host");
  if (hosts.length > 1) throw new HttpError(400, "more than one Host");
  if (!/^[\w.~!$&'()*+;=%:[\]-]*$/.test(hosts[0] ?? "")) throw new HttpError(400, "a malformed Host");
}

/** RFC 9112, 6.3: how long the body is. What is doubtful is refused, or requests are smuggled past a proxy. */
function bodyFraming(fields: Fields, isHttp11: boolean): number | "chunked" {
  const lengths = fields.all("content-length");
  const codings = fields.list("transfer-encoding");
  if (fields.all("transfer-encoding").length > 0) {
    if (lengths.length > 0) throw new HttpError(400, "both Content-Length and Transfer-Encoding");
    if (!isHttp11) throw new HttpError(400, "Transfer-Encoding in HTTP/1.0");
    if (codings.at(-1) !== "chunked") throw new HttpError(400, "a body without an end");
    if (codings.length > 1) throw new HttpError(501, "a transfer coding other than chunked");
    return "chunked";
  }
  if (lengths.length === 0) return 0;
  if (lengths.length > 1 || !/^\d{1,15}$/.test(lengths[0]!)) throw new HttpError(400, "a malformed Content-Length");
  return Number(lengths[0]);
}

function splitTarget(target: string): { rawPath: string; path: string; query: string } {
  // RFC 9112, 3.2.2: a server must accept the absolute form, too.
  const local = target.replace(/^https?:\/\/[^/?#]*/i, "") || "/";
  const [, rawPath, query] = /^(\/[^?#]*)(\?[^#]*)?/.exec(local) ?? [];
  if (rawPath === undefined) throw new HttpError(400, "a target that names no path");
  return { rawPath, path: decodePath(rawPath), query: query ?? "" };
}

/** Once, and before anything is decided about the path: `%2e%2e` must be seen for what it is. */
function decodePath(rawPath: string): string {
  let path: string;
  try {
    path = decodeURIComponent(rawPath);
  } catch {
    throw new HttpError(400, "malformed percent-encoding");
  }
  // The operating system takes a NUL for the end of a file name.
  if (path.includes("\0")) throw new HttpError(400, "NUL in a path");
  return path;
}
