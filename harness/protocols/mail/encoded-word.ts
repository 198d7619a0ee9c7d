import { ProblemsByKind, type KindOfProblem, type ProblemNotes } from "../problem.js";
import { decodeBase64 } from "./base64.js";
import { decodeCharset } from "./charset.js";

/**
 * The text of a header field with encoded words (RFC 2047).
 *
 *     "Re: =?utf-8?Q?caf=C3=A9?= =?utf-8?B?IQ==?="       text "Re: café!"
 */
export interface EncodedText {
  /** Unicode; what is no right encoded word stays as it is. */
  text: string;
  /** The first of each kind, in order; offsets count chars of the value. */
  problems: KindOfProblem<EncodedWordProblem>[];
}

/** `split`: a character is cut between two words. `glued`: a word stands next to something else without a space. */
export type EncodedWordProblem = "bad-word" | "long-word" | "bad-charset" | "split" | "glued";

interface Word {
  offset: number;
  raw: string;
  /** In lower case, without a language (RFC 2231 5). */
  charset: string;
  bytes: Buffer;
}

const WORD = /=\?([^?\s]+)\?([bq])\?([^?\s]*)\?=/gi;
/** RFC 2047 2. */
const WORD_CHARS = 75;

/** Decodes the value of a field, unfolded, a binary string. */
export function decodeEncodedWords(value: string): EncodedText {
  const problems = new ProblemsByKind<EncodedWordProblem>();
  let text = "";
  let at = 0;
  let run: Word[] = [];
  for (const match of value.matchAll(WORD)) {
    const word = readWord(match, problems);
    if (word === null) continue;
    const between = value.slice(at, word.offset);
    // Whitespace between two words is not part of the text (RFC 2047 6.2).
    const continues = run.length > 0 && /^[\t ]+$/.test(between);
    if (!continues || run.at(-1)?.charset !== word.charset) {
      text += textOf(run, problems);
      run = [];
    }
    if (!continues) text += plain(between, at, problems);
    if (word.offset > 0 && !/[\t (]/.test(value[word.offset - 1] ?? "")) noteGlued(word, problems);
    run.push(word);
    at = word.offset + word.raw.length;
    if (at < value.length && !/[\t )]/.test(value[at] ?? "")) noteGlued(word, problems);
  }
  text += textOf(run, problems) + plain(value.slice(at), at, problems);
  return { text, problems: problems.list };
}

function readWord(match: RegExpExecArray, problems: ProblemNotes<EncodedWordProblem>): Word | null {
  const [raw, charset = "", encoding = "", encoded = ""] = match;
  const bytes = encoding.toUpperCase() === "B" ? fromB(encoded) : fromQ(encoded);
  if (bytes === null) return null;
  if (raw.length > WORD_CHARS) problems.note("long-word", match.index, raw.length, `the encoded word is longer than ${WORD_CHARS} characters`, "RFC 2047 2");
  return { offset: match.index, raw, charset: charset.toLowerCase().replace(/\*.*$/, ""), bytes };
}

function fromB(encoded: string): Buffer | null {
  const { bytes, problems } = decodeBase64(Buffer.from(encoded, "latin1"));
  return problems.some(({ kind }) => kind === "bad-character" || kind === "bad-padding") ? null : bytes;
}

/** RFC 2047 4.2. */
function fromQ(encoded: string): Buffer | null {
  if (/=(?![0-9A-F]{2})|[^\x21-\x7e]/i.test(encoded)) return null;
  const binary = encoded.replace(/_/g, " ").replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(binary, "latin1");
}

/** Words of one charset that follow each other. */
function textOf(run: readonly Word[], problems: ProblemNotes<EncodedWordProblem>): string {
  const texts = run.map(({ bytes, charset }) => decodeCharset(bytes, charset));
  const broken = run[texts.indexOf(null)];
  if (broken === undefined) return texts.join("");
  const joined = decodeCharset(Buffer.concat(run.map(({ bytes }) => bytes)), broken.charset);
  if (joined === null) problems.note("bad-charset", broken.offset, broken.raw.length, `the encoded word holds no text in ${broken.charset}`, "RFC 2047 2");
  else problems.note("split", broken.offset, broken.raw.length, "a character is cut between two encoded words", "RFC 2047 5");
  return joined ?? run.map(({ raw }) => raw).join(" ");
}

function plain(text: string, offset: number, problems: ProblemNotes<EncodedWordProblem>): string {
  const start = text.search(/=\?[^?\s]+\?[bq]\?/i);
  const what = "what begins like an encoded word is none, or cannot be decoded";
  if (start >= 0) problems.note("bad-word", offset + start, 2, what, "RFC 2047 2");
  return text;
}

function noteGlued({ offset, raw }: Word, problems: ProblemNotes<EncodedWordProblem>): void {
  problems.note("glued", offset, raw.length, "no space stands between the encoded word and what is next to it", "RFC 2047 5");
}
