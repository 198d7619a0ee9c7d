import { inertText } from "../text/visible.js";

/**
 * Results in which no text holds an unseen character or a command for a log. Names of folders, manifests and output of programs
 * are not ours; what a format needs besides (quotes, entities, fences) is the format's business.
 */
export function inertResults<Of extends object>(results: readonly Of[]): Of[] {
  return results.map((result) => inert(result) as Of);
}

function inert(value: unknown): unknown {
  if (typeof value === "string") return inertText(value);
  if (Array.isArray(value)) return value.map(inert);
  if (typeof value === "object" && value !== null) return Object.fromEntries(Object.entries(value).map(([key, of]) => [inertText(key), inert(of)]));
  return value;
}
