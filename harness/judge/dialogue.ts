import type { RecordedEvent } from "../transcript/events.js";
import { linesOf } from "./dialogue-lines.js";
import type { DialogueLine } from "./verdict.js";

/** Lines that are shown of a long dialogue, those that count what is left out included. */
const AT_MOST = 14;
/** Its first lines are always shown: who connects, and how it begins. */
const FIRST = 3;
/** Of the others, those around the marked one: for each line behind it two before it, since causes come first. */
const BEFORE_FOR_EACH_AFTER = 2;

/**
 * What happened around a failure, for reading. `evidence`: the numbers of the exchange's events; null: the whole run; `before`: those of
 * exchanges that it builds upon. What the student's programs did meanwhile belongs to
 * it, and so does all that the same connections carried up to then. Where the evidence is no traffic (an exit, a file that was
 * found), all traffic of the run may have led to it.
 */
export function dialogue(
  all: readonly RecordedEvent[],
  evidence: readonly number[] | null,
  marked: ReadonlySet<number>,
  before: readonly number[] = [],
): DialogueLine[] {
  return elide(linesOf(choose(all, evidence, marked, new Set(before)), all, marked));
}

function choose(
  all: readonly RecordedEvent[],
  evidence: readonly number[] | null,
  marked: ReadonlySet<number>,
  before: ReadonlySet<number>,
): readonly RecordedEvent[] {
  const own = new Set(evidence);
  const mine = all.filter((event) => own.has(event.n));
  const [first] = mine;
  const last = mine.at(-1);
  if (evidence === null || first === undefined || last === undefined) return all.filter((event) => !isOrdinaryEnd(event, all));
  // A program's death may come after the exchange that it ruined.
  const until = Math.max(last.n, ...marked);
  const sockets = new Set(mine.flatMap((event) => ("socket" in event && event.socket !== null ? [event.socket] : [])));
  if (sockets.size === 0) return all.filter((event) => event.n <= until && (own.has(event.n) || !isOrdinaryEnd(event, all)) && !isPrelude(event, all));
  const connections = new Set(all.flatMap((event) => (event.type === "open" ? [event.socket] : [])));
  return all.filter((event) => {
    if (own.has(event.n) || marked.has(event.n) || before.has(event.n)) return true;
    if (event.type === "open") return sockets.has(event.socket);
    if (event.n > until || isOrdinaryEnd(event, all)) return false;
    if ("socket" in event && event.socket !== null && sockets.has(event.socket)) return event.n >= first.n || connections.has(event.socket);
    if (event.n < first.n) return false;
    // What one client did to the program may be what another suffers from.
    if (event.type === "reset" && event.direction === "sent") return true;
    return (!("socket" in event) || event.socket === null) && "process" in event;
  });
}

/** What says nothing any more once somebody has connected. */
function isPrelude(event: RecordedEvent, all: readonly RecordedEvent[]): boolean {
  return (event.type === "listen" || event.type === "ready" || event.type === "stdin-end") && all.some(({ type }) => type === "open");
}

/** The exit that the harness itself asked for when the run was over. */
function isOrdinaryEnd(event: RecordedEvent, all: readonly RecordedEvent[]): boolean {
  if (event.type !== "exit") return false;
  return all.some((one) => one.type === "signal" && one.process === event.process && one.n < event.n && /end of (the )?run/i.test(one.why));
}

function elide(lines: DialogueLine[]): DialogueLine[] {
  if (lines.length <= AT_MOST) return lines;
  const kept = keptOf(lines);
  const result: DialogueLine[] = [];
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] as DialogueLine;
    if (kept.has(i)) {
      result.push(line);
      continue;
    }
    let end = i;
    while (end + 1 < lines.length && !kept.has(end + 1)) end++;
    result.push(end === i ? line : { event: line.event, at: line.at, side: "note", who: "", text: `... ${end - i + 1} more`, marked: false });
    i = end;
  }
  return result;
}

/** Both ends, and around the marked line as many as there is room for. */
function keptOf(lines: readonly DialogueLine[]): Set<number> {
  const last = lines.length - 1;
  const found = lines.findIndex((line) => line.marked);
  const centre = found < 0 ? last : found;
  const kept = new Set([...Array.from({ length: FIRST }, (_, i) => i), centre, last]);
  const steps = Array.from({ length: last }, (_, i) => [
    ...Array.from({ length: BEFORE_FOR_EACH_AFTER }, (__, j) => centre - BEFORE_FOR_EACH_AFTER * i - j - 1),
    centre + i + 1,
  ]);
  for (const index of steps.flat()) {
    if (kept.size + gapsIn(kept, last) >= AT_MOST) break;
    if (index >= 0 && index <= last) kept.add(index);
  }
  return kept;
}

/** Gaps that a line of their own has to count. */
function gapsIn(kept: ReadonlySet<number>, last: number): number {
  let gaps = 0;
  for (let i = 0; i < last; i++) if (kept.has(i) && !kept.has(i + 1)) gaps++;
  return gaps;
}
