import type { Result } from "../score/result.js";
import { inertText } from "../text/visible.js";

/**
 * Results in which no text holds an unseen character or a command for a log. Names of folders, manifests and output of programs
 * are not ours; what a format needs besides (quotes, entities, fences) is the format's business.
 */
export function inertResults(results: readonly Result[]): Result[] {
  return results.map((result) => inert(result) as Result);
}

function inert(value: unknown): unknown {
  if (typeof value === "string") return inertText(value);
  if (Array.isArray(value)) return value.map(inert);
  if (typeof value === "object" && value !== null) return Object.fromEntries(Object.entries(value).map(([key, of]) => [inertText(key), inert(of)]));
  return value;
}
