import type { RecordedEvent } from "../transcript/events.js";
import { linesOf } from "./dialogue-lines.js";
import type { DialogueLine } from "./verdict.js";

/** Lines of a dialogue before and after the marked one, when there are too many; with both ends and two elisions, 14 in all. */
const BEFORE = 5;
const AFTER = 4;
const AT_MOST = 14;

/**
 * What happened around a failure, for reading. `evidence`: the numbers of the exchange's events; null: the whole run.
 * What the student's programs did meanwhile belongs to it, and so does what happened on the same sockets.
 */
export function dialogue(all: readonly RecordedEvent[], evidence: readonly number[] | null, marked: ReadonlySet<number>): DialogueLine[] {
  const lines = linesOf(choose(all, evidence, marked), all, marked);
  return elide(lines);
}

function choose(all: readonly RecordedEvent[], evidence: readonly number[] | null, marked: ReadonlySet<number>): readonly RecordedEvent[] {
  const own = new Set(evidence);
  const mine = all.filter((event) => own.has(event.n));
  const [first] = mine;
  const last = mine.at(-1);
  const sockets = new Set(mine.flatMap((event) => ("socket" in event && event.socket !== null ? [event.socket] : [])));
  if (evidence === null || first === undefined || last === undefined) return all.filter((event) => !isOrdinaryEnd(event, all));
  // A program's death may come after the exchange that it ruined.
  const until = Math.max(last.n, ...marked);
  return all.filter((event) => {
    if (own.has(event.n) || marked.has(event.n)) return true;
    if (event.type === "open") return sockets.has(event.socket);
    if (event.n < first.n || event.n > until || isOrdinaryEnd(event, all)) return false;
    // What one client did to the program may be what another suffers from.
    if (event.type === "reset" && event.direction === "sent") return true;
    return "socket" in event && event.socket !== null ? sockets.has(event.socket) : "process" in event;
  });
}

/** The exit that the harness itself asked for when the run was over. */
function isOrdinaryEnd(event: RecordedEvent, all: readonly RecordedEvent[]): boolean {
  if (event.type !== "exit") return false;
  return all.some((one) => one.type === "signal" && one.process === event.process && one.n < event.n && /end of (the )?run/i.test(one.why));
}

function elide(lines: DialogueLine[]): DialogueLine[] {
  if (lines.length <= AT_MOST) return lines;
  const found = lines.findIndex((line) => line.marked);
  const centre = Math.min(Math.max(found < 0 ? lines.length - 1 : found, BEFORE), lines.length - 1 - AFTER);
  const kept = new Set([0, lines.length - 1]);
  for (let i = centre - BEFORE; i <= centre + AFTER; i++) kept.add(i);
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
