import {
  announcesClose,
  fieldsNamed,
  formatHttpDate,
  gunzip,
  parseContentRange,
  parseHttpDate,
  parseMediaType,
  resolveLocation,
  singleValue,
  toBinary,
  type HttpRequest,
  type HttpResponse,
} from "#harness";
import { formOf } from "./form-view.js";
import { fileFor, type LaidFile } from "./laid-files.js";

export interface Surroundings {
  files: ReadonlyMap<string, LaidFile>;
  /** What was put, by target, in the exchanges before. */
  puts: ReadonlyMap<string, string>;
  /** ms since the epoch. */
  startedAt: number;
}

/** What the rubric may ask of one response. */
export function responseView(response: HttpResponse, request: HttpRequest, { files, puts, startedAt }: Surroundings) {
  const body = toBinary(response.body);
  const put = puts.get(request.target);
  const file = fileFor(request.target, files);
  const length = singleValue(response, "Content-Length");
  const type = parseMediaType(singleValue(response, "Content-Type") ?? "");
  const encoding = (singleValue(response, "Content-Encoding") ?? "identity").toLowerCase();
  return {
    status: response.status,
    method: response.method,
    target: request.target,
    problem: response.problem === null ? "" : `${response.problem.what} (${response.problem.clause})`,
    state: response.complete ? "complete" : "incomplete",
    interim: response.interim.map(({ status }) => status),
    framing: response.framing,
    contentLength: length !== null && /^[0-9]{1,15}$/.test(length) ? Number(length) : -1,
    type: type === null ? "" : `${type.type}/${type.subtype}`,
    date: dateFact(singleValue(response, "Date"), startedAt),
    lastModified: singleValue(response, "Last-Modified") ?? "",
    entityTag: singleValue(response, "ETag") === null ? "none" : "offered",
    location: locationOf(response, request),
    saysClose: announcesClose(response),
    cookies: fieldsNamed(response, "Set-Cookie").length,
    strayBody: response.strayBody?.what ?? "",
    body,
    bodyBytes: response.body.length,
    text: body.trim(),
    range: rangeOf(response),
    ...rangeBody(response, file),
    encoding,
    unzipped: encoding === "gzip" ? toBinary(gunzip(response.body) ?? Buffer.alloc(0)) : body,
    ...(file === null ? {} : { fileBody: file.content ?? "", fileBytes: file.length, fileModified: formatHttpDate(file.modified) }),
    ...(request.method === "POST" ? { form: formOf(toBinary(request.body), body) } : {}),
    ...(put === undefined ? {} : { putBody: put }),
  };
}

/** How far a clock may be off, ms: the server's is ours. */
const CLOCK_MS = 120_000;

function dateFact(value: string | null, startedAt: number): string {
  if (value === null) return "missing";
  const { ms, form } = parseHttpDate(value);
  if (ms === null || form !== "imf-fixdate") return "malformed";
  return Math.abs(ms - startedAt) > CLOCK_MS ? "wrong" : "right";
}

/** The path that it leads to, without a query; empty if it leads nowhere. */
function locationOf(response: HttpResponse, request: HttpRequest): string {
  const location = singleValue(response, "Location");
  if (location === null) return "";
  const host = singleValue(request, "Host") ?? "127.0.0.1";
  return resolveLocation(location, `http://${host}${request.target}`)?.pathname ?? "";
}

/** The part of the file that the response says it holds. */
function rangeBody(response: HttpResponse, file: LaidFile | null): object {
  const range = parseContentRange(singleValue(response, "Content-Range") ?? "")?.range ?? null;
  return range === null || file === null ? {} : { rangeBody: (file.content ?? "").slice(range.first, range.last + 1) };
}

function rangeOf(response: HttpResponse): string {
  const value = singleValue(response, "Content-Range");
  if (value === null) return "";
  const range = parseContentRange(value);
  if (range === null) return "malformed";
  return range.range === null ? `none of ${range.size}` : `${range.range.first} to ${range.range.last} of ${range.size}`;
}
