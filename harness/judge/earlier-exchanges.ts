import { toBinary } from "../text/bytes.js";
import type { RecordedEvent } from "../transcript/events.js";
import { eventsOf } from "./exchange-context.js";
import { asObject, resolvePointer } from "./pointer.js";

/** Earlier exchanges that are shown at most. */
const SHOWN = 2;

/**
 * The traffic of exchanges that the one at fault builds upon: a GET of what was put, or deleted, before. `path` leads to a place in the
 * view below the exchange at fault, whose events are `own`. Exchanges build upon each other when their first lines to the program name
 * the same thing; unless the check's schema requires it (`required`), one with the very same first line is none.
 */
export function earlierExchanges(
  all: readonly RecordedEvent[],
  view: unknown,
  path: readonly string[],
  own: readonly number[] | null,
  required: ReadonlySet<string>,
): number[] {
  const start = own?.[0];
  const [parent] = path;
  if (start === undefined || parent !== "exchanges") return [];
  const byNumber = new Map(all.map((event) => [event.n, event]));
  const mine = firstLine(own ?? [], byNumber);
  const thing = thingIn(mine);
  if (thing === null) return [];
  const earlier = Object.entries(asObject(resolvePointer(view, [parent])) ?? {}).flatMap(([label, exchange]) => {
    const events = eventsOf(asObject(exchange) ?? {}) ?? [];
    const line = firstLine(events, byNumber);
    const builds = thingIn(line) === thing && (line !== mine || required.has(label));
    return builds && (events[0] ?? Infinity) < start ? [crossed(events.flatMap((n) => byNumber.get(n) ?? []).filter(({ n }) => n < start))] : [];
  });
  return earlier.toSorted((a, b) => (a[0] ?? 0) - (b[0] ?? 0)).slice(-SHOWN).flat(); // prettier-ignore
}

/** What crossed the wire of an exchange; how it ended counts only where nothing was answered. */
function crossed(events: readonly RecordedEvent[]): number[] {
  const data = events.filter((event) => event.type === "data" || event.type === "datagram" || event.type === "bulk");
  const end = events.find((event) => (event.type === "end" || event.type === "reset") && event.direction === "received");
  return [...data, ...(end === undefined || data.some((event) => event.direction === "received") ? [] : [end])].map(({ n }) => n);
}

/** Names that a schema requires, at any depth. */
export function requiredNames(schema: unknown): Set<string> {
  const object = asObject(schema);
  if (object === null) return new Set();
  const required = Array.isArray(object["required"]) ? object["required"].map(String) : [];
  const inner = Object.values(asObject(object["properties"]) ?? {}).flatMap((one) => [...requiredNames(one)]);
  return new Set([...required, ...inner]);
}

function firstLine(numbers: readonly number[], byNumber: ReadonlyMap<number, RecordedEvent>): string {
  const sent = numbers.map((n) => byNumber.get(n)).find((event) => event?.type === "data" && event.direction === "sent");
  return sent?.type === "data" ? (/^[^\r\n]*/.exec(toBinary(sent.bytes.subarray(0, LINE)))?.[0] ?? "") : "";
}

/** Bytes in which a first line ends, or is not looked at any further. */
const LINE = 4096;

/** The longest word of a line that has several, apart from a version of a protocol (HTTP/1.1). */
function thingIn(line: string): string | null {
  const words = line.split(" ").filter((word) => word !== "" && !/^[A-Z]+\/[\d.]+$/.test(word));
  return words.length < 2 ? null : (words.toSorted((a, b) => b.length - a.length)[0] ?? null);
}
