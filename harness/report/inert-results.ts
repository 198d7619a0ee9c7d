import type { Result } from "../score/result.js";
import { firstError } from "./build-failure.js";
import { inertText } from "../text/visible.js";

/**
 * Results in which no text holds an unseen character or a command for a log. Names of folders, manifests and output of programs
 * are not ours; what a format needs besides (quotes, entities, fences) is the format's business.
 */
export function inertResults(results: readonly Result[]): Result[] {
  // Of what a build printed reports show one line, which can be told only while it has lines.
  const brief = results.map((result) => ({ ...result, build: { ...result.build, output: firstError(result.build.output) } }));
  return brief.map((result) => inert(result) as Result);
}

function inert(value: unknown): unknown {
  if (typeof value === "string") return inertText(value);
  if (Array.isArray(value)) return value.map(inert);
  if (typeof value === "object" && value !== null) return Object.fromEntries(Object.entries(value).map(([key, of]) => [inertText(key), inert(of)]));
  return value;
}
