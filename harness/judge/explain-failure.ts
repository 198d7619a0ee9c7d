import type { ErrorObject } from "ajv/dist/2020.js";
import type { RecordedEvent } from "../transcript/events.js";
import { oneLine } from "../text/visible.js";
import { dialogue } from "./dialogue.js";
import { contextOf, type ExchangeContext } from "./exchange-context.js";
import { absence, whyAbsent } from "./explain-absence.js";
import { earlierExchanges, requiredNames } from "./earlier-exchanges.js";
import { explainErrors } from "./explain-choice.js";
import type { Finding } from "./finding.js";
import type { JudgedRun } from "./judged-run.js";
import { pinpoint } from "./pinpoint.js";
import { pointerOf, pointerSegments } from "./pointer.js";
import { processStory, type Fate } from "./process-story.js";
import type { Check } from "./rubric.js";
import { see } from "./seen-error.js";
import { complaint, lastLines } from "./telling-line.js";
import type { Cause } from "./verdict.js";

/** Numbers of events that a cause cites at most. */
const CITED = 40;

/**
 * Why `check` failed in `run`, for the student: what was sent, what came, where it went wrong, and whether the program
 * was still alive. `errors`: the validator's, of the value at `check.at`; null if that points to nothing. Never throws, whatever
 * the view holds: views carry what students' programs sent.
 */
export function explainFailure(check: Check, run: JudgedRun, errors: readonly ErrorObject[] | null, viewSchema: object): Cause {
  const at = pointerSegments(check.at);
  const findings = errors === null ? [] : explainErrors(errors.map((error) => see(error, at, run.view, viewSchema)));
  const finding = findings[0] ?? absence(at, run.view, viewSchema);
  const context = contextOf(run.view, viewSchema, finding.path, at.length);
  const events = run.transcript.events;
  const story = storyOf(run, finding, context);
  const marked = story === null ? pinpoint(events, context.events, finding.place, ABOUT_END.test(finding.path.at(-1) ?? "")) : [story.n];
  const before = earlierExchanges(events, run.view, finding.path, context.events, requiredNames(check.schema));
  const stderr = lastLines(events);
  return {
    message: safe(messageOf(run, finding, findings, context, story)),
    expected: finding.expected === null ? null : safe(finding.expected),
    actual: finding.actual === null ? null : safe(finding.actual),
    difference: finding.difference,
    at: safe(pointerOf(finding.path)),
    run: run.run,
    events: cited(context.events ?? [], marked),
    dialogue: dialogue(events, context.events, new Set(marked), before),
    ...(stderr.length > 0 ? { stderr } : {}),
    clause: check.clause,
    hint: isUnready(events) && (finding.absent || isSilent(events)) ? START_HINT : check.hint,
  };
}

/** Names of facts about how an exchange ended. */
const ABOUT_END = /clos|end|left|quit|reset|exit/i;

/** The check's own hint is about what comes after the start. */
const START_HINT =
  "Bind the port that is given as an argument, on 127.0.0.1, and stay in the foreground. Start the program by hand with the arguments shown, and see what it says.";

function isUnready(events: readonly RecordedEvent[]): boolean {
  return events.some((event) => event.type === "unready" || event.type === "spawn-failed");
}

/** The program's fate, where it is the cause: wrong bytes are wrong whether or not the program died of something later. */
function storyOf(run: JudgedRun, finding: Finding, context: ExchangeContext): Fate | null {
  const { events } = run.transcript;
  const own = new Set(context.events);
  const evidence = events.filter((event) => own.has(event.n));
  const last = evidence.at(-1) ?? null;
  if (finding.absent || isSilent(events)) return processStory(events, last, ["bad", "odd", "ordinary"]);
  if (finding.kind === "nothing" || finding.kind === "short") return processStory(events, last, finding.recognised ? ["bad"] : ["bad", "odd"]);
  if (/exit|status/i.test(finding.path.at(-1) ?? "")) return processStory(events, last, ["bad", "odd"]);
  if (finding.place !== null || last === null) return null;
  const fate = processStory(events, last, ["bad"]);
  return fate !== null && (fate.n <= last.n || evidence.some(isBreak)) ? fate : null;
}

/** Nothing at all came from the student's side in this run: no connection, no byte, no datagram. */
function isSilent(events: readonly RecordedEvent[]): boolean {
  return !events.some(
    (event) => (event.type === "open" && event.by === "student") || ((event.type === "data" || event.type === "datagram") && event.direction === "received"),
  );
}

/** Something that a dying program leaves on the wire. */
function isBreak(event: RecordedEvent): boolean {
  if (event.type === "wait") return event.outcome !== "met";
  return (event.type === "end" || event.type === "reset") && event.direction === "received";
}

function messageOf(run: JudgedRun, finding: Finding, findings: readonly Finding[], context: ExchangeContext, story: Fate | null): string {
  if (finding.absent && context.events === null) {
    const why = story?.sentence ?? whyAbsent(run.transcript);
    return why === null ? finding.message : `${finding.message}: ${why}`;
  }
  const clauses: string[] = [];
  if (story !== null) clauses.push(story.sentence);
  const { outcome, traffic } = context;
  if (finding.kind === "nothing" && outcome !== null) clauses.push(`${outcome}: ${traffic ?? finding.message}`);
  else if (finding.kind === "fact" && finding.path.at(-1) === "outcome" && traffic !== null) clauses.push(`${finding.message}: ${traffic}`);
  else clauses.push(finding.message);
  const second = findings.find((other) => other !== finding && other.kind === "fact")?.message ?? (finding.kind === "short" ? outcome : null);
  if (second !== null && !clauses.some((clause) => clause.includes(second))) clauses.push(second);
  const complained = story === null && finding.kind !== "other" && finding.recognised !== true ? complaint(run.transcript.events) : null;
  return [...clauses, ...(complained === null ? [] : [complained])].join("; ");
}

/** Names of properties may come off the wire too (headers), and end up in labels and pointers. */
function safe(text: string): string {
  return oneLine(text, 1000);
}

/** The exchange's events, of very many the first and last, and always those that matter most. */
function cited(evidence: readonly number[], marked: readonly number[]): number[] {
  const some = evidence.length <= CITED ? evidence : [...evidence.slice(0, CITED / 2), ...evidence.slice(-CITED / 2)];
  return [...new Set([...some, ...marked])].toSorted((a, b) => a - b);
}
