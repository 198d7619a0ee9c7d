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
  /** How many of them lead to what the check is about. */
  from: number;
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
    from: at.length,
    words: schemaAt(viewSchema, path, view),
    label: labelOf(path, at.length, viewSchema, view),
    view,
    viewSchema,
    ajvMessage: text(error.message),
  };
}

/**
 * What people call the place: "reply", "replies, number 3", "status in the response, exchange "late"". `from` is how many segments lead
 * to the place that the check is about; only what lies below needs saying. Names that only the view knows (`exchanges`) are not said.
 */
export function labelOf(path: readonly string[], from: number, viewSchema: object, view: unknown): string {
  let name = path.length - 1;
  while (name > 0 && isIndex(path[name])) name--;
  const [first, second] = path;
  if (first === "exchanges" && path.length === 2 && second !== undefined) return `exchange "${second}"`;
  if (name < 0) return "the whole record";
  const title = titleOf(schemaAt(viewSchema, path.slice(0, name + 1), view)) ?? path[name] ?? "";
  const indices = path.slice(name + 1).map((index) => `, number ${Number(index) + 1}`);
  return `${title}${indices.join("")}${placeIn(path, from, name, viewSchema, view).replace(` in ${title}`, "")}`;
}

/** Around a place: " in the response", " in the second of the responses", " site/a.txt", ", exchange "late"". */
function placeIn(path: readonly string[], from: number, name: number, viewSchema: object, view: unknown): string {
  const inside: string[] = [];
  let exchange = "";
  let number = "";
  for (let i = name - 1; i >= from; i--) {
    const segment = path[i] ?? "";
    const title = titleOf(schemaAt(viewSchema, path.slice(0, i + 1), view));
    if (path[0] === "exchanges" && i === 1) exchange = severalExchanges(view) ? `, exchange "${segment}"` : "";
    else if (isIndex(segment)) number = `${ordinal(Number(segment))} of `;
    // The name of a file, among others.
    else if (/[./]/.test(segment)) inside.push(` ${segment}`);
    else if (i > 0 || title !== null) {
      inside.push(` in ${number}${title ?? segment}`);
      number = "";
    }
  }
  // The nearest says enough.
  return `${inside[0] ?? ""}${exchange}`;
}

const ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];

function ordinal(index: number): string {
  return ORDINALS[index] === undefined ? `number ${index + 1}` : `the ${ORDINALS[index]}`;
}

/** Of one exchange nobody needs the name. */
function severalExchanges(view: unknown): boolean {
  return Object.keys(asObject(resolvePointer(view, ["exchanges"])) ?? {}).length > 1;
}

function isIndex(segment: string | undefined): boolean {
  return segment !== undefined && /^\d+$/.test(segment);
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
