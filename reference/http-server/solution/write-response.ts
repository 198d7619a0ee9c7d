import type { Socket } from "node:net";
import { ConnectionLost } from "./http-error.js";
import { formatHttpDate } from "./http-date.js";

export type Field = [name: string, value: string];

/** Content that is made while it is sent. Without a length it is sent chunked. */
export interface Stream {
  length: number | undefined;
  pieces: AsyncIterable<Buffer>;
}

export interface Response {
  status: number;
  fields: Field[];
  content: Buffer | Stream;
  /** Called when the response is through, or has failed. */
  release?: () => Promise<void>;
}

export interface Manner {
  /** The answer to a HEAD: the same head, and no content. */
  headOnly: boolean;
  isHttp11: boolean;
  close: boolean;
  /** A client that takes nothing for so long is given up, in milliseconds. */
  patienceMs: number;
}

const REASONS: Record<number, string> = {
  200: "OK",
  201: "Created",
  206: "Partial Content",
  301: "Moved Permanently",
  304: "Not Modified",
  400: "Bad Request",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  408: "Request Timeout",
  409: "Conflict",
  413: "Content Too Large",
  414: "URI Too Long",
  415: "Unsupported Media Type",
  416: "Range Not Satisfiable",
  431: "Request Header Fields Too Large",
  500: "Internal Server Error",
  501: "Not Implemented",
  505: "HTTP Version Not Supported",
};

/** A short text for people, as for most errors. */
export function textResponse(status: number, fields: Field[] = [], text = `${status} ${REASONS[status]}\n`): Response {
  return { status, fields: [["Content-Type", "text/plain; charset=utf-8"], ...fields], content: Buffer.from(text) };
}

/** Throws ConnectionLost if the client is gone or takes nothing, and what the reading of its content throws. */
export async function writeResponse(socket: Socket, response: Response, manner: Manner): Promise<void> {
  const { status, content } = response;
  // RFC 9110, 15.4.5: a 304 ends with its head, and its length would be the length of what the client has already.
  const hasContent = status !== 304;
  const framing = hasContent ? framingFields(content, manner) : [];
  const fields: Field[] = [["Date", formatHttpDate(new Date())], ...response.fields, ...framing];
  if (manner.close) fields.push(["Connection", "close"]);
  const lines = [`HTTP/1.1 ${status} ${REASONS[status]}`, ...fields.map(([name, value]) => `${name}: ${value}`)];
  const head = Buffer.from(lines.join("\r\n") + "\r\n\r\n", "latin1");

  if (!hasContent || manner.headOnly) await write(socket, head, manner.patienceMs);
  else if (Buffer.isBuffer(content)) await write(socket, Buffer.concat([head, content]), manner.patienceMs);
  else {
    await write(socket, head, manner.patienceMs);
    await writeStream(socket, content, manner);
  }
}

/** RFC 9112, 6.3: how the client knows where the content ends. HTTP/1.0 knows no chunks: there the connection ends. */
function framingFields(content: Buffer | Stream, manner: Manner): Field[] {
  if (content.length !== undefined) return [["Content-Length", String(content.length)]];
  return manner.isHttp11 ? [["Transfer-Encoding", "chunked"]] : [];
}

async function writeStream(socket: Socket, content: Stream, { isHttp11, patienceMs }: Manner): Promise<void> {
  const isChunked = content.length === undefined && isHttp11;
  for await (const piece of content.pieces) {
    await write(socket, isChunked ? chunk(piece) : piece, patienceMs);
  }
  if (isChunked) await write(socket, chunk(Buffer.alloc(0)), patienceMs);
}

/** RFC 9112, 7.1. An empty chunk is the last one. */
function chunk(piece: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from("\r\n")]);
}

/** Returns when there is room for more. A slow client slows its own response, and only a piece of it is in memory. */
async function write(socket: Socket, bytes: Buffer, patienceMs: number): Promise<void> {
  if (socket.destroyed) throw new ConnectionLost("the connection broke before a response");
  const hasRoom = socket.write(bytes);
  if (!hasRoom) await drained(socket, patienceMs);
}

async function drained(socket: Socket, patienceMs: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const settle = (outcome: () => void): void => {
      clearTimeout(timer);
      socket.off("drain", onDrain).off("close", onClose);
      outcome();
    };
    const onDrain = (): void => settle(resolve);
    const onClose = (): void => settle(() => reject(new ConnectionLost("the connection broke within a response")));
    const timer = setTimeout(() => settle(() => reject(new ConnectionLost("the client takes nothing"))), patienceMs);
    socket.on("drain", onDrain).on("close", onClose);
  });
}
