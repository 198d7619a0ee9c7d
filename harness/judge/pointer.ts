/** JSON pointers (RFC 6901): `/exchanges/hello` as segments, and what they point to. */

/** "/a~1b/0" to ["a/b", "0"]. A text that is no pointer is taken as one segment, since explanations must never throw. */
export function pointerSegments(pointer: string): string[] {
  if (pointer === "") return [];
  const segments = pointer.startsWith("/") ? pointer.slice(1).split("/") : [pointer];
  return segments.map((segment) => segment.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** ["a/b", "0"] to "/a~1b/0". */
export function pointerOf(segments: readonly string[]): string {
  return segments.map((segment) => `/${segment.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

/** What `segments` point to in `value`, or undefined: only own properties, never what a prototype lends. */
export function resolvePointer(value: unknown, segments: readonly string[]): unknown {
  let here = value;
  for (const segment of segments) {
    if (typeof here !== "object" || here === null || !Object.hasOwn(here, segment)) return undefined;
    if (Array.isArray(here) && !/^(0|[1-9]\d*)$/.test(segment)) return undefined;
    here = (here as Record<string, unknown>)[segment];
  }
  return here;
}

/** An object that is no array, for reading JSON of unknown shape. */
export function asObject(value: unknown): Record<string, unknown> | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
}
