// Which part of the site a request is for.

import { answerForm } from "./form.js";
import { HttpError } from "./http-error.js";
import { deleteFile, putFile } from "./put-and-delete.js";
import type { Request } from "./read-request.js";
import { serveFile } from "./static-files.js";
import { countVisit, type Visits } from "./visits.js";
import type { Response } from "./write-response.js";

export interface Site {
  /** The real path of the served folder. */
  root: string;
  idleMs: number;
  visits: Visits;
}

/** Throws HttpError if the request cannot be served. */
export async function answer(request: Request, site: Site): Promise<Response> {
  const { method, path } = request;
  if (method === "PUT") return await putFile(request, site.root);
  if (method === "DELETE") return await deleteFile(request, site.root);
  if (path === "/form") return method === "POST" ? await answerForm(request) : refuse(method, "POST");
  if (method !== "GET" && method !== "HEAD") return refuse(method, "GET, HEAD");
  if (path === "/visits") return countVisit(request, site.visits);
  return await serveFile(request, site.root);
}

function refuse(method: string, allowed: string): never {
  // RFC 9110, 9.1: 405 for a method that is known but not for this resource, 501 for one that is not known at all.
  const isKnown = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT"].includes(method);
  // RFC 9110, 15.5.6: a 405 says what would be allowed.
  if (isKnown) throw new HttpError(405, `${method} is not allowed here`, [["Allow", allowed]]);
  throw new HttpError(501, "an unknown method");
}
