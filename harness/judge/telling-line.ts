import { fromBinary, toBinary } from "../text/bytes.js";
import { oneLine } from "../text/visible.js";
import type { RecordedEvent } from "../transcript/events.js";
import { isEndOfRun } from "./process-words.js";

/** Bytes of output looked at, from its end: a stack trace fits. */
const LOOKED_AT = 16 << 10;

/** What language run-times call their last words. */
const COMPLAINT =
  /\b(error|exception|panic|fatal|fault|failed|refused|denied|abort(ed)?|violation|overflow|cannot|can't|not found|already in use)\b|[a-z](Error|Exception)\b/i;
/** Lines that announce a complaint or trail it, and say nothing themselves. */
const AROUND =
  /^(\s|Emitted 'error' event|Traceback \(|goroutine \d|exit status \d|Node\.js v|The above exception|During handling|note: run with|\^+$|\[\d+\] )/;

/** The line of `output` that says most about why a program died: its complaint, else the last line; null if it said nothing. */
export function tellingLine(output: string): string | null {
  const lines = output.split(/\r?\n|\r/).filter((line) => line.trim() !== "");
  const speaking = lines.filter((line) => !AROUND.test(line));
  const line = speaking.findLast((one) => COMPLAINT.test(one)) ?? speaking.at(-1) ?? lines.at(-1);
  return line === undefined ? null : line.trim();
}

/** The telling line of what `process` wrote on stderr, escaped and quoted; null if it wrote nothing. */
export function lastWords(events: readonly RecordedEvent[], process: string): string | null {
  const line = tellingLine(stderrOf(events, (event) => event.process === process));
  return line === null ? null : quotedLine(line);
}

/**
 * What a student's program complained of on stderr while the run was played, as a sentence: a thread may die of an exception while its program
 * lives on, or the harness end a program that is about to die. Null if nothing it wrote reads like a complaint.
 */
export function complaint(events: readonly RecordedEvent[]): string | null {
  const end = events.find((event) => event.type === "signal" && isEndOfRun(event.why))?.n ?? Infinity;
  const written = events.filter((event) => event.type === "stderr" && event.n < end);
  const [first] = written;
  if (first?.type !== "stderr") return null;
  const line = tellingLine(stderrOf(written, (event) => event.process === first.process));
  return line === null || !COMPLAINT.test(line) ? null : `${oneLine(first.process, 40)} wrote on stderr: ${quotedLine(line)}`;
}

/** Where a run's copy of the submission lies, as stack traces name it: the student's own file is meant. */
const RUN_FOLDER = /\/[^\s"'()]*\/wiregrade-[A-Za-z0-9]+\/[^\s"'()]*\/work\//g;

/** Lines of stderr that a cause keeps. */
const LINES = 10;

/** The last lines that the student's programs wrote on stderr, or those from the telling one on, escaped. */
export function lastLines(events: readonly RecordedEvent[]): string[] {
  const lines = stderrOf(events, () => true)
    .split(/\r?\n/)
    .filter((line) => line.trim() !== "");
  const telling = lines.findIndex((line) => line.trim() === tellingLine(lines.join("\n")));
  const start = Math.min(Math.max(0, lines.length - LINES), telling < 0 ? lines.length : telling);
  return lines.slice(start, start + LINES).map((line) => oneLine(fromBinary(line).toString("utf8").replace(RUN_FOLDER, "")));
}

function stderrOf(events: readonly RecordedEvent[], isWanted: (event: { process: string }) => boolean): string {
  let text = "";
  for (const event of events) {
    const said = event.type === "stderr" || (event.type === "output-tail" && event.stream === "stderr");
    if (said && isWanted(event)) text = (text + toBinary(event.bytes)).slice(-LOOKED_AT);
  }
  return text;
}

/** A line of output as quoted text: UTF-8 stays readable, everything that could steer a terminal is escaped. */
export function quotedLine(line: string, max = 120): string {
  return `"${oneLine(fromBinary(line).toString("utf8"), max)}"`;
}
