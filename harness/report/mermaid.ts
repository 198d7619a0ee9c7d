import type { DialogueLine } from "../judge/verdict.js";

/** GitHub draws no diagram of more than 50,000 characters, and nobody reads one of a hundred lines. */
const MOST_LINES = 60;
const MOST_CHARS = 120;

/**
 * A dialogue as a sequence diagram in Mermaid: the harness's parties, and the program. Whatever in a text is not a letter, a digit or a plain
 * sign becomes an entity, so that nothing in it is syntax.
 */
export function sequenceDiagram(dialogue: readonly DialogueLine[], program: string): string {
  const lines = around(dialogue);
  const parties = [...new Set(lines.filter(({ side }) => side !== "note").map(({ who }) => who))];
  const alias = (who: string) => `w${parties.indexOf(who)}`;
  const over = parties.length === 0 ? "p" : "w0,p";
  const rows = lines.map(({ side, who, text, at, marked }) => {
    const told = `${marked ? "#62; " : ""}${entities(shortened(text))} (${at.toFixed(0)} ms)`;
    if (side === "note") return `Note over ${over}: ${who === "" ? "" : `${entities(who)} `}${told}`;
    return side === "to-student" ? `${alias(who)}->>p: ${told}` : `p->>${alias(who)}: ${told}`;
  });
  const participants = [...parties.map((who) => `participant ${alias(who)} as ${entities(who)}`), `participant p as ${entities(program)}`];
  return ["sequenceDiagram", ...[...participants, ...rows].map((row) => `    ${row}`)].join("\n");
}

/** So many lines that end a little after the one that is marked. */
function around(dialogue: readonly DialogueLine[]): readonly DialogueLine[] {
  const marked = dialogue.findIndex((line) => line.marked);
  const end = marked === -1 ? dialogue.length : Math.min(dialogue.length, marked + MOST_LINES / 3);
  return dialogue.slice(Math.max(0, end - MOST_LINES), end);
}

function shortened(text: string): string {
  const chars = [...text];
  return chars.length > MOST_CHARS ? `${chars.slice(0, MOST_CHARS).join("")}...` : text;
}

/** "end" closes a block wherever it stands. */
function entities(text: string): string {
  return text
    .replace(/[^\p{L}\p{N} .,()=+/_-]/gu, (char) => `#${char.codePointAt(0)};`)
    .replace(/\bend\b/gi, (word) => `#${word.codePointAt(0)};${word.slice(1)}`);
}
