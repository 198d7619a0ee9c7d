import type { ErrorObject } from "ajv/dist/2020.js";
import { asObject, pointerSegments, resolvePointer } from "./pointer.js";
import { schemaAt, titleOf } from "./view-words.js";

/** One error of the validator with all that is known about the place it speaks of. */
export interface SeenError {
  keyword: string;
  params: Record<string, unknown>;
  /** The check's own (sub)schema that refused the value; its `description` says what was expected. */
  schema: Record<string, unknown>;
  schemaPath: string;
  /** The value refused. */
  value: unknown;
  /** Segments of the pointer into the view. */
  path: string[];
  /** What the view schema says about the place. */
  words: Record<string, unknown> | null;
  /** What to call the place: the view schema's title, else its name. */
  label: string;
  view: unknown;
  viewSchema: object;
  ajvMessage: string;
}

/** `at`: segments of the pointer at which the schema was applied. */
export function see(error: ErrorObject, at: string[], view: unknown, viewSchema: object): SeenError {
  const path = [...at, ...pointerSegments(text(error.instancePath))];
  return {
    keyword: text(error.keyword),
    params: asObject(error.params) ?? {},
    schema: asObject(error.parentSchema) ?? {},
    schemaPath: text(error.schemaPath),
    value: resolvePointer(view, path),
    path,
    words: schemaAt(viewSchema, path, view),
    label: labelOf(path, at.length, viewSchema, view),
    view,
    viewSchema,
    ajvMessage: text(error.message),
  };
}

/**
 * What people call the place: "reply", "replies, number 3", "status in responses[1]". `from` is how many segments lead to the
 * place that the check is about; only what lies below needs saying.
 */
export function labelOf(path: readonly string[], from: number, viewSchema: object, view: unknown): string {
  let name = path.length - 1;
  while (name > 0 && isIndex(path[name])) name--;
  const [first, second] = path;
  if (first === "exchanges" && path.length === 2 && second !== undefined) return `exchange "${second}"`;
  if (name < 0) return "the whole record";
  const title = titleOf(schemaAt(viewSchema, path.slice(0, name + 1), view)) ?? path[name] ?? "";
  const indices = path.slice(name + 1).map((index) => `, number ${Number(index) + 1}`);
  const around = path.slice(from, name);
  return `${title}${indices.join("")}${around.length > 0 ? ` in ${joined(around)}` : ""}`;
}

function joined(path: string[]): string {
  return path.map((segment, i) => (isIndex(segment) ? `[${segment}]` : `${i > 0 ? "." : ""}${segment}`)).join("");
}

function isIndex(segment: string | undefined): boolean {
  return segment !== undefined && /^\d+$/.test(segment);
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
