import { toBinary } from "../text/bytes.js";
import { oneLine } from "../text/visible.js";
import type { RecordedEvent } from "../transcript/events.js";
import { speakers } from "./party-names.js";
import { unendedWords } from "./process-words.js";
import { quotedLine, tellingLine } from "./telling-line.js";
import type { DialogueLine } from "./verdict.js";
import { bytesWords, eventWords, SHOWN, side } from "./wire-words.js";

/** Bytes of one line that are kept for showing; of stderr enough to find the telling line in a stack trace. */
const KEPT = 400;
/** Bytes that are shown of the marked line and of what it answers: a whole head, where the fault often is. Of all lines, if they are few. */
const LONG = 300;
const FEW = 7;
const KEPT_OF_STDERR = 16 << 10;

/** A line being made: bytes that crossed in several pieces, one after the other, are one line. */
interface Piece {
  key: string | null;
  line: DialogueLine;
  head: string;
  total: number;
  pieces: number;
}

/** `chosen` as lines, in order; `all` is the whole run, which knows who is who. */
export function linesOf(chosen: readonly RecordedEvent[], all: readonly RecordedEvent[], marked: ReadonlySet<number>): DialogueLine[] {
  const who = speakers(all);
  const several = severalAddresses(chosen);
  const made: Piece[] = [];
  for (const event of chosen) {
    const key = keyOf(event);
    const before = made.at(-1);
    if (key !== null && before?.key === key && "bytes" in event) {
      add(before, event.bytes);
      if (marked.has(event.n) && !before.line.marked) Object.assign(before.line, { marked: true, event: event.n });
      continue;
    }
    const unended = unendedWords(event, all);
    const words = unended === null ? eventWords(event) : { side: "note" as const, text: unended };
    const said = carriesBytes(event) ? { side: sideOf(event), text: "" } : words;
    if (said === null) continue;
    const line: DialogueLine = { event: event.n, at: event.at, ...said, who: oneLine(who(event), 60), marked: marked.has(event.n) };
    const piece: Piece = { key, line, head: "", total: 0, pieces: 0 };
    if (carriesBytes(event)) add(piece, event.bytes);
    if (event.type === "datagram") line.text = datagramWords(event, piece, several);
    made.push(piece);
  }
  const long = made.length <= FEW ? new Set(made) : decisive(made);
  return made.map((piece) => (piece.key === null ? piece.line : { ...piece.line, text: streamWords(piece, long.has(piece) ? LONG : SHOWN) }));
}

/** The marked line, and what it answers: the last bytes before it of the other side on the same connection, of both for a wait in vain. */
function decisive(made: readonly Piece[]): Set<Piece> {
  const at = made.findIndex(({ line }) => line.marked);
  const marked = made[at];
  if (marked === undefined) return new Set();
  const own = made.slice(0, at).filter(({ key, line }) => key?.startsWith("data ") === true && line.who === marked.line.who);
  const sides = (["to-student", "from-student"] as const).filter((one) => one !== marked.line.side);
  return new Set([marked, ...sides.flatMap((one) => own.findLast(({ line }) => line.side === one) ?? [])]);
}

/** What may be joined: the same direction of the same stream. Datagrams keep their borders. */
function keyOf(event: RecordedEvent): string | null {
  if (event.type === "data") return `data ${event.socket} ${event.direction}`;
  if (event.type === "stdin" || event.type === "stdout" || event.type === "stderr") return `${event.type} ${event.process}`;
  return event.type === "output-tail" ? `${event.stream} ${event.process}` : null;
}

function add(piece: Piece, bytes: Uint8Array): void {
  const kept = piece.key?.startsWith("stderr ") === true ? KEPT_OF_STDERR : KEPT;
  if (piece.head.length < kept) piece.head += toBinary(bytes.subarray(0, kept - piece.head.length));
  piece.total += bytes.length;
  piece.pieces++;
}

function streamWords(piece: Piece, max: number): string {
  const [stream] = (piece.key ?? "").split(" ");
  const bytes = bytesWords(piece.head, piece.total, piece.pieces, max);
  if (stream === "stdin") return `is given on stdin: ${bytesWords(piece.head, piece.total, 1)}`;
  if (stream === "stdout") return `writes on stdout: ${bytesWords(piece.head, piece.total, 1)}`;
  if (stream === "stderr") return `writes on stderr: ${quotedLine(tellingLine(piece.head) ?? "")}`;
  return bytes;
}

function sideOf(event: RecordedEvent): DialogueLine["side"] {
  return event.type === "data" || event.type === "datagram" ? side(event.direction, "").side : "note";
}

function datagramWords(event: Extract<RecordedEvent, { type: "datagram" }>, piece: Piece, several: boolean): string {
  const text = piece.total === 0 ? "an empty datagram" : bytesWords(piece.head, piece.total, 1);
  if (!several) return text;
  const [source, target] = event.direction === "sent" ? [event.local, event.remote] : [event.remote, event.local];
  return `${text} (${source} -> ${target})`;
}

/** Addresses are noise, unless more than one plays on a side. */
function severalAddresses(events: readonly RecordedEvent[]): boolean {
  const datagrams = events.filter((event) => event.type === "datagram");
  return new Set(datagrams.map((event) => event.local)).size > 1 || new Set(datagrams.map((event) => event.remote)).size > 1;
}

/** Whether its bytes went over the wire, or to or from a program. */
function carriesBytes(event: RecordedEvent): event is Extract<RecordedEvent, { bytes: Uint8Array }> {
  return "bytes" in event && !["fault", "laid", "found"].includes(event.type);
}
