// GET /visits: counts how often each client was here. HTTP has no memory; a cookie is how a client says which one it is
// (RFC 6265).

import { randomBytes } from "node:crypto";
import type { Fields } from "./fields.js";
import type { Request } from "./read-request.js";
import { textResponse, type Field, type Response } from "./write-response.js";

/** Visits so far by id. */
export type Visits = Map<string, number>;

/** Anybody can come without a cookie as often as they like. The longest known client is forgotten then. */
const MAX_CLIENTS = 100_000;

export function countVisit(request: Request, visits: Visits): Response {
  // RFC 9111, 5.2.2.5: a count is for this client, now.
  const fields: Field[] = [["Cache-Control", "no-store"]];
  // An id that we did not give out is not taken over: somebody could make a victim use one that they know.
  let id = cookies(request.fields, "visitor").find((value) => visits.has(value));
  if (id === undefined) {
    // Who can guess an id can be that client. So: 128 bits from the operating system's generator, not a running number.
    id = randomBytes(16).toString("hex");
    fields.push(["Set-Cookie", `visitor=${id}; Path=/; HttpOnly; SameSite=Lax`]);
    if (visits.size >= MAX_CLIENTS) visits.delete(visits.keys().next().value!);
  }
  const count = (visits.get(id) ?? 0) + 1;
  visits.set(id, count);
  return textResponse(200, fields, String(count));
}

/** RFC 6265, 4.2.1: `Cookie: theme=dark; visitor=4f1c...`. Cookies of other pages come along, before or behind ours. */
function cookies(fields: Fields, name: string): string[] {
  const pairs = fields.all("cookie").flatMap((line) => line.split(";"));
  return pairs
    .map((pair) => pair.trim())
    .flatMap((pair) => (pair.startsWith(`${name}=`) ? [pair.slice(name.length + 1)] : []));
}
