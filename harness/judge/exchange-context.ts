import { quoted } from "../text/visible.js";
import { equal } from "./compare-values.js";
import { asObject, resolvePointer } from "./pointer.js";
import { showValue } from "./show-value.js";
import { meaningOf, schemaAt } from "./view-words.js";

/**
 * The exchange that a failing value belongs to. Labs lay an exchange out as
 * `{ "sent": "hello\n", "reply": "", "expected": "HELLO\n", "outcome": "deadline", "events": [3, 4, 5] }`; each part may be missing.
 */
export interface ExchangeContext {
  /** Numbers of its events in the transcript; null if it names none. */
  events: number[] | null;
  /** What the view schema says about its `outcome`, null if that was a good one. */
  outcome: string | null;
  /** `"hello\n" was sent, nothing came back`; null unless it has `sent` and `reply`. */
  traffic: string | null;
}

const GOOD_OUTCOMES = new Set<unknown>(["met", "complete", "answered", "ok"]);

/** The nearest object at or above `path` that names its events, else the one at `at` (a number of segments of `path`). */
export function contextOf(view: unknown, viewSchema: object, path: readonly string[], at: number): ExchangeContext {
  for (let length = path.length; length >= 0; length--) {
    const object = asObject(resolvePointer(view, path.slice(0, length)));
    if (object !== null && eventsOf(object) !== null) return read(object, path.slice(0, length), viewSchema, view);
  }
  const object = asObject(resolvePointer(view, path.slice(0, at)));
  return object === null ? { events: null, outcome: null, traffic: null } : read(object, path.slice(0, at), viewSchema, view);
}

function read(object: Record<string, unknown>, path: string[], viewSchema: object, view: unknown): ExchangeContext {
  const { outcome, sent } = object;
  const came = object["reply"] ?? object["replies"];
  const meaning = GOOD_OUTCOMES.has(outcome) ? null : meaningOf(schemaAt(viewSchema, [...path, "outcome"], view), outcome);
  const known = isTraffic(sent) && isTraffic(came) && sent.length > 0;
  // Complete, and yet the outcome was not good: it came after the deadline.
  const late = meaning !== null && known && came.length > 0 && equal(came, object["expected"]) ? ", but too late" : "";
  const traffic = known ? `${said(sent)} was sent, ${came.length === 0 ? "nothing" : said(came)} came back${late}` : null;
  return { events: eventsOf(object), outcome: meaning, traffic };
}

/** One text of bytes, or several: datagrams, lines. */
function isTraffic(value: unknown): value is string | unknown[] {
  return typeof value === "string" || Array.isArray(value);
}

function said(traffic: string | unknown[]): string {
  return typeof traffic === "string" ? quoted(traffic, 40) : traffic.length === 1 ? showValue(traffic[0], 40) : showValue(traffic, 32);
}

/** The numbers of its events in the transcript, as an object of a view names them; null if it names none. */
export function eventsOf(object: Record<string, unknown>): number[] | null {
  const events = object["events"];
  return Array.isArray(events) && events.length > 0 && events.every((n) => Number.isInteger(n)) ? (events as number[]) : null;
}
