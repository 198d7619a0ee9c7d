import { asObject, pointerSegments, resolvePointer } from "./pointer.js";

/**
 * A view schema is also the lab's vocabulary: `title` names a property ("reply"), `description` gives its unit or says that a text is words, and
 * `oneOf: [{ "const": "deadline", "description": "no whole reply came in time" }]` says what a value means. This file looks words up.
 */
type Schema = Record<string, unknown>;

/** References followed or branches entered before we take a schema for endless. */
const DEPTH = 24;

/**
 * The part of `viewSchema` that describes what `segments` point to in a view, references resolved; null if it says nothing.
 * With the `view` itself, of several kinds of object (`oneOf`) the one is taken that the view holds.
 */
export function schemaAt(viewSchema: object, segments: readonly string[], view?: unknown): Schema | null {
  let here = deref(viewSchema, viewSchema);
  segments.forEach((segment, i) => {
    if (here !== null) here = step(viewSchema, here, segment, resolvePointer(view, segments.slice(0, i)), 0);
  });
  return here;
}

/** The schema's name for the value, if it has one. */
export function titleOf(schema: Schema | null): string | null {
  return wordIn(schema?.["title"]);
}

/** What `value` means, by the `oneOf`/`anyOf` branch of the schema whose `const` it is. */
export function meaningOf(schema: Schema | null, value: unknown): string | null {
  if (schema === null || (typeof value === "object" && value !== null)) return null;
  for (const keyword of ["oneOf", "anyOf"])
    for (const branch of listIn(schema[keyword])) {
      const words = asObject(branch);
      if (words !== null && words["const"] === value) return wordIn(words["description"]) ?? wordIn(words["title"]);
    }
  return null;
}

/** Whether a text is the dissector's own words ("words: what is wrong, empty if nothing is"), and no bytes of a program. */
export function isWords(schema: Schema | null): boolean {
  return /^words\b/.test(wordIn(schema?.["description"]) ?? "");
}

const UNITS = "ms|milliseconds|s|seconds|minutes|bytes|octets|bits|KiB|MiB|bytes/s|KiB/s|MiB/s|%|hops|segments|datagrams|messages|lines";
const UNIT_AT_START = new RegExp(`^(${UNITS})(?=$|[\\s,;.:])`);
const UNIT_NAMED = new RegExp(`(?:\\bin |\\()(${UNITS})(?=$|[\\s,;.:)])`);

/** The unit of a number: "ms, since the last byte was sent", "time between sends, in ms", or a name such as `gapMs`, `sentBytes`. */
export function unitOf(schema: Schema | null, name: string): string | null {
  const text = wordIn(schema?.["description"]) ?? "";
  const named = UNIT_AT_START.exec(text)?.[1] ?? UNIT_NAMED.exec(text)?.[1] ?? UNIT_NAMED.exec(titleOf(schema) ?? "")?.[1];
  if (named !== undefined) return named;
  if (/(^|[a-z0-9])Ms$/.test(name)) return "ms";
  return /(^|[a-z0-9])[bB]ytes$/.test(name) ? "bytes" : null;
}

function step(root: object, schema: Schema, segment: string, value: unknown, depth: number): Schema | null {
  if (depth > DEPTH) return null;
  const properties = asObject(schema["properties"]);
  if (properties !== null && Object.hasOwn(properties, segment)) return deref(root, properties[segment]);
  for (const [pattern, words] of Object.entries(asObject(schema["patternProperties"]) ?? {})) if (matches(pattern, segment)) return deref(root, words);
  if (/^\d+$/.test(segment)) {
    const tuple = listIn(schema["prefixItems"]);
    const item = deref(root, tuple[Number(segment)] ?? schema["items"]);
    if (item !== null) return item;
  }
  for (const keyword of ["allOf", "oneOf", "anyOf"])
    for (const inner of fitting(
      listIn(schema[keyword]).map((branch) => deref(root, branch)),
      value,
    )) {
      const words = inner === null ? null : step(root, inner, segment, value, depth + 1);
      if (words !== null) return words;
    }
  return deref(root, schema["additionalProperties"]);
}

/** Branches that have all they require in `value` before the others. */
function fitting(branches: (Schema | null)[], value: unknown): (Schema | null)[] {
  const object = asObject(value);
  if (object === null) return branches;
  const fits = (schema: Schema | null): boolean => listIn(schema?.["required"]).every((name) => Object.hasOwn(object, String(name)));
  return [...branches.filter(fits), ...branches.filter((schema) => !fits(schema))];
}

/** Follows local references; what stands beside a `$ref` (a title of its own) wins over what it refers to. */
function deref(root: object, schema: unknown): Schema | null {
  let here = asObject(schema);
  for (let i = 0; here !== null && typeof here["$ref"] === "string"; i++) {
    const { $ref: reference, ...beside } = here as Schema & { $ref: string };
    const target = i < DEPTH && reference.startsWith("#") ? asObject(resolvePointer(root, pointerSegments(reference.slice(1)))) : null;
    if (target === null) return beside;
    here = { ...target, ...beside };
  }
  return here;
}

function matches(pattern: string, text: string): boolean {
  try {
    return new RegExp(pattern, "u").test(text);
  } catch {
    return false;
  }
}

function wordIn(value: unknown): string | null {
  return typeof value === "string" && value.trim() !== "" ? value.trim().replace(/\.$/, "") : null;
}

function listIn(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
