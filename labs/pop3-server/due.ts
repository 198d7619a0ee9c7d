import { toBinary, utf8, type Transcript } from "#harness";
import { MAILDROP } from "./maildrop.js";

/** A message as the server was given it. */
export interface Letter {
  /** The path of its file, from the folder's name on. */
  path: string;
  /** Its bytes; null of much, which is recorded by reference. */
  content: string | null;
  /** Of much: how long it is. */
  length: number;
}

/** What lay in the folder when event `before` came, by user; sorted as the server has to number it. */
export function lettersOf(transcript: Transcript, user: string, before: number): Letter[] {
  const letters = new Map<string, Letter>();
  for (const event of transcript.events) {
    if (event.n >= before) break;
    if (event.type !== "laid") continue;
    const path = utf8(event.path);
    const [folder, owner, file, ...deeper] = path.split("/");
    if (folder !== MAILDROP || owner !== user || file === undefined || deeper.length > 0) continue;
    const content = event.bytes === undefined ? null : toBinary(event.bytes);
    letters.set(path, { path, content, length: content?.length ?? event.of?.length ?? 0 });
  }
  return [...letters.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The message as it is sent, without stuffing and terminator. */
export function asSent({ content }: Letter): string {
  const text = (content ?? "").replace(/\r?\n/g, "\r\n");
  return text === "" || text.endsWith("\n") ? text : `${text}\r\n`;
}

/** All that may come of it: of an empty file an empty line, too. */
export function textsDue(letter: Letter): string[] {
  return letter.content === "" ? ["", "\r\n"] : [asSent(letter)];
}

/** What a number of octets that was told of some messages counts. */
export type Octets = "as sent" | "of the files" | "with stuffed dots" | "other";

export function octetsOf(told: number, letters: readonly Letter[]): Octets {
  const sum = (count: (letter: Letter) => number) => letters.reduce((all, letter) => all + count(letter), 0);
  const sent = sum((letter) => (letter.content === null ? letter.length : asSent(letter).length));
  // A line end that a file lacks may be counted or not, and so may an empty file's.
  const least = sum((letter) => (letter.content === null ? letter.length : asSent(letter).length - (isUnfinished(letter) ? 2 : 0)));
  const most = sent + 2 * letters.filter(({ content }) => content === "").length;
  if (told >= least && told <= most && (told - least) % 2 === 0) return "as sent";
  if (told === sum(({ length }) => length)) return "of the files";
  return told === sum((letter) => asSent(letter).replace(/(^|\n)\./g, "$1..").length) ? "with stuffed dots" : "other";
}

function isUnfinished({ content }: Letter): boolean {
  return content !== null && content !== "" && !content.endsWith("\n");
}
