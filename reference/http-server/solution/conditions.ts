import { parseHttpDate } from "./http-date.js";
import type { Fields } from "./fields.js";

/** What tells one state of a file from another. */
export interface Validators {
  etag: string;
  /** As it is sent in Last-Modified. */
  lastModified: string;
}

/** Whether the client's copy is still good, so that 304 is the answer to its GET. */
export function isUnchanged(fields: Fields, { etag, lastModified }: Validators): boolean {
  const tags = fields.get("if-none-match");
  // RFC 9110, 13.1.3: If-None-Match says more than a time that is rounded to seconds, and wins.
  if (tags !== undefined) return matches(tags, etag);
  const since = parseHttpDate(fields.get("if-modified-since") ?? "");
  // What is no date is ignored. A date after Last-Modified is as good as Last-Modified itself.
  return since !== undefined && parseHttpDate(lastModified)! <= since;
}

/** RFC 9110, 13.1.2: `*`, or a list of tags; weak and strong ones are compared alike. */
function matches(tags: string, etag: string): boolean {
  return tags === "*" || tags.split(",").some((tag) => tag.trim().replace(/^W\//, "") === etag);
}

/**
 * RFC 9110, 13.1.5: with If-Range, a part is wanted only of the state that the client knows; else all of the new one.
 */
export function allowsRange(fields: Fields, { etag, lastModified }: Validators): boolean {
  const state = fields.get("if-range");
  return state === undefined || state === etag || state === lastModified;
}
