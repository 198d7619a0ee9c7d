import type { Cause, DialogueLine } from "../judge/verdict.js";
import type { Paint } from "./paint.js";

const WIDTH = 100;

/** Fewer lines than these are shown again rather than referred to. */
const WORTH_REFERRING = 5;

/** Which dialogues the failures told so far have shown, so that nobody has to read one twice. */
export class Shown {
  readonly #dialogues: { check: string; run: string; events: Set<number> }[] = [];

  /** The check whose failure has shown the whole of this one's dialogue; null: none has, so that this one does. */
  before(check: string, { run, dialogue }: Cause): string | null {
    const earlier = this.#dialogues.find((one) => one.run === run && dialogue.every(({ event }) => one.events.has(event)));
    if (earlier !== undefined) return dialogue.length < WORTH_REFERRING ? null : earlier.check;
    this.#dialogues.push({ check, run, events: new Set(dialogue.map(({ event }) => event)) });
    return null;
  }
}

/**
 * Why a check (by its id) failed, as lines for a terminal, without indent. Every text in a cause is already escaped. `shown`: what
 * stands above; of a dialogue among it only the lines are given that this failure is about.
 */
export function failureText(check: string, cause: Cause, paint: Paint, shown = new Shown()): string[] {
  return [
    ...wrap(cause.message, WIDTH).map((line) => paint.red(line)),
    ...comparison(cause, paint),
    ...(cause.detail ?? []).map((line) => `${paint.dim("|")} ${line}`),
    ...dialogueText(cause.dialogue, shown.before(check, cause), paint),
    ...stderrText(cause.stderr ?? [], paint),
    ...wrap(`hint: ${cause.hint}`, WIDTH).map((line) => paint.cyan(line)),
    paint.dim(`rests on ${cause.clause}; check ${check}${cause.run === "" ? "" : `, run ${cause.run}`}`),
  ];
}

/** What was expected and what came; with a caret below the first byte that differs, where that is known. */
export function comparison({ message, expected, actual, difference }: Cause, paint: Paint): string[] {
  if (difference !== null)
    return [
      `${paint.dim("expected  ")}${difference.expected}`,
      `${paint.dim("received  ")}${difference.actual}`,
      `          ${" ".repeat(difference.caret)}${paint.yellow(`^ byte ${difference.offset}`)}`,
    ];
  // Where the message has said it in words, saying it again in the schema's terms would not help.
  const said = (text: string | null) => text === null || message.includes(text.replace(/ \("[^"]*"\)/g, ""));
  return [...(said(expected) ? [] : [`${paint.dim("expected  ")}${expected}`]), ...(said(actual) ? [] : [`${paint.dim("received  ")}${actual}`])];
}

function stderrText(lines: readonly string[], paint: Paint): string[] {
  return lines.length === 0 ? [] : [paint.dim("your program wrote on stderr:"), ...lines.map((line) => `${paint.dim("|")} ${line}`)];
}

const LEFT_COLUMN = 40;

/** The wire as two columns: the harness's parties on the left, the student's program on the right. */
function dialogueText(lines: readonly DialogueLine[], before: string | null, paint: Paint): string[] {
  if (lines.length === 0) return [];
  if (before !== null)
    return [paint.dim(`on the wire:  as shown above, for check ${before}`), ...lines.filter(({ marked }) => marked).map((line) => dialogueRow(line, paint))];
  return [paint.dim(`on the wire:  ${"wiregrade".padEnd(LEFT_COLUMN)}    your program`), ...lines.map((line) => dialogueRow(line, paint))];
}

/** One line of a dialogue: time, what the harness's party sent, or what the student's program did. */
export function dialogueRow(line: DialogueLine, paint: Paint): string {
  const time = paint.dim(`${line.at.toFixed(0).padStart(6)} ms`);
  const start = `${line.marked ? paint.yellow(">") : " "}${time}  `;
  if (line.side === "note") return `${start}${paint.dim(`-- ${line.who === "" ? "" : `${line.who} `}${line.text}`)}`;
  const left = `${line.who}: `;
  if (line.side === "to-student") return `${start}${`${left}${line.text}`.padEnd(LEFT_COLUMN)} ──►`;
  return `${start}${left.padEnd(LEFT_COLUMN)} ◄──  ${line.text}`;
}

/** The words of `text` on lines of at most `width` chars; a longer word stands alone. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
