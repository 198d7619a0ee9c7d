// GET and HEAD of files.

import { constants } from "node:fs";
import { open, stat, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { parseByteRange } from "./byte-range.js";
import { allowsRange, isUnchanged, type Validators } from "./conditions.js";
import { contentType, isText } from "./content-type.js";
import { explainFileError, findFile } from "./find-file.js";
import { acceptsGzip, compress } from "./gzip.js";
import { formatHttpDate } from "./http-date.js";
import { HttpError } from "./http-error.js";
import type { Request } from "./read-request.js";
import { textResponse, type Field, type Response } from "./write-response.js";

/** How much of a file is in memory at a time, for each client. */
const PIECE = 64 * 1024;

export async function serveFile(request: Request, root: string): Promise<Response> {
  const { path, rawPath, query } = request;
  let name = await findFile(root, path);
  const isFolder = (await stat(name).catch(explainFileError)).isDirectory();
  // Relative references in a folder's page only work if its own URL ends with a slash.
  // More than one slash at the start would name another host (RFC 3986, 4.2).
  if (isFolder && !path.endsWith("/"))
    return textResponse(301, [["Location", `${rawPath.replace(/^\/+/, "/")}/${query}`]]);
  if (isFolder) name = await findFile(root, join(path, "index.html"));
  else if (path.endsWith("/")) throw new HttpError(404, "a file is no folder");

  // NONBLOCK: to open a FIFO would else wait for somebody to write into it.
  const file = await open(name, constants.O_RDONLY | constants.O_NONBLOCK).catch(explainFileError);
  try {
    return { ...(await describe(request, file, name)), release: () => file.close() };
  } catch (problem) {
    await file.close();
    throw problem;
  }
}

async function describe(request: Request, file: FileHandle, name: string): Promise<Response> {
  const { fields } = request;
  // Asked of the open file: the name may stand for another one by now.
  const info = await file.stat();
  if (!info.isFile()) throw new HttpError(404, "neither file nor folder");
  const { size } = info;
  const type = contentType(name);
  // A range is one of the bytes that are sent, so a file is not compressed if parts of it are wanted.
  const isCompressed = isText(type) && size > 0 && acceptsGzip(fields) && fields.get("range") === undefined;

  // RFC 9110, 8.8.2.1: a Last-Modified must not lie in the future.
  const modified = new Date(Math.min(info.mtimeMs, Date.now()));
  const state: Validators = {
    // RFC 9110, 8.8.3.3: what is compressed is another representation, and needs another tag.
    etag: `"${info.ino.toString(36)}-${size.toString(36)}-${info.mtimeMs.toString(36)}${isCompressed ? "-gzip" : ""}"`,
    lastModified: formatHttpDate(modified),
  };
  const head: Field[] = [
    ["Last-Modified", state.lastModified],
    ["ETag", state.etag],
  ];
  // RFC 9110, 12.5.5: a cache must not give the compressed file to a client that did not ask for it.
  if (isText(type)) head.push(["Vary", "Accept-Encoding"]);
  if (isUnchanged(fields, state)) return { status: 304, fields: head, content: Buffer.alloc(0) };

  head.push(["Content-Type", type]);
  if (isCompressed) {
    head.push(["Content-Encoding", "gzip"]);
    return { status: 200, fields: head, content: { length: undefined, pieces: compress(read(file, 0, size)) } };
  }
  head.push(["Accept-Ranges", "bytes"]);
  return (
    rangeOf(request, state, size, file, head) ?? {
      status: 200,
      fields: head,
      content: { length: size, pieces: read(file, 0, size) },
    }
  );
}

/** The answer to a Range field; undefined if the whole file is the answer. RFC 9110, 14.2: only to a GET. */
function rangeOf(
  { method, fields }: Request,
  state: Validators,
  size: number,
  file: FileHandle,
  head: Field[],
): Response | undefined {
  const range = parseByteRange(fields.get("range") ?? "", size);
  if (range === undefined || method !== "GET" || !allowsRange(fields, state)) return undefined;
  if (range === "none") return textResponse(416, [["Content-Range", `bytes */${size}`]]);
  const { first, last } = range;
  head.push(["Content-Range", `bytes ${first}-${last}/${size}`]);
  return { status: 206, fields: head, content: { length: last - first + 1, pieces: read(file, first, last + 1) } };
}

/** The bytes from `start` up to `end`, and no more if the file grows. A piece is read when the one before is sent. */
async function* read(file: FileHandle, start: number, end: number): AsyncGenerator<Buffer, void> {
  for (let at = start; at < end;) {
    const piece = Buffer.allocUnsafe(Math.min(PIECE, end - at));
    const { bytesRead } = await file.read(piece, 0, piece.length, at);
    // Its length has been sent already: the client must see that the content is cut off.
    if (bytesRead === 0) throw new Error("the file became shorter while it was sent");
    yield piece.subarray(0, bytesRead);
    at += bytesRead;
  }
}
