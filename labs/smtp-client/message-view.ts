import {
  decodedText,
  decodeEncodedWords,
  eachLine,
  fieldsNamed,
  isMessageId,
  parseAddressList,
  parseMailDate,
  readMessage,
  utf8,
  type MailMessage,
  type MessageStep,
} from "#harness";
import { INJECTED_FIELD } from "./delivery.js";
import { asLines, type LetterGiven } from "./letter-given.js";

/** What the rubric may ask of the message that came after 354. */
export function messageView({ message, early, events }: MessageStep, given: LetterGiven) {
  const read = readMessage(message.content);
  const has = (kind: string) => message.problems.some((problem) => problem.kind === kind);
  const subject = decodeEncodedWords(valueOf(read, "Subject"));
  const decoded = decodedText(read);
  const isText = decoded.problems.every(({ kind }) => kind !== "bad-charset" && kind !== "unknown-encoding");
  const text = isText && decoded.text !== null ? asLines(utf8(decoded.text)) : "";
  // A mistake about the end of the message, not about its text.
  const hasEmptyLineMore = text === `${given.text}\n`;
  return {
    sent: early ? "before 354" : "after 354",
    end:
      message.terminated && hasEmptyLineMore
        ? "an empty line before the dot"
        : message.terminated
          ? "CRLF.CRLF"
          : has("glued-terminator")
            ? "a dot behind the last line"
            : "none",
    lineEnds: has("bare-lf") ? "LF alone" : has("bare-cr") ? "CR alone" : "CRLF",
    bits: has("eight-bit") ? "8 bits" : "7 bits",
    longestLine: longestLine(message.content),
    blankLine: read.hasBlankLine || read.body.length === 0 ? "there" : "missing",
    header: read.problems.find(({ kind }) => kind === "space-before-colon" || kind === "bad-fold")?.what ?? "",
    from: addressesIn(read, "From"),
    expectedFrom: [given.from],
    to: addressesIn(read, "To"),
    expectedTo: given.to,
    subject: utf8(isBare(valueOf(read, "Subject")) ? Buffer.from(subject.text, "latin1").toString().trim() : subject.text.trim()),
    // Trimmed as Unicode, like the other: the last byte of "à" is a blank for trim().
    expectedSubject: utf8(Buffer.from(given.subject, "latin1").toString().trim()),
    subjectCut: subject.problems.some(({ kind }) => kind === "split") ? "yes" : "no",
    subjectWords: longestWord(valueOf(read, "Subject")) > LONGEST_WORD ? "an encoded word is longer than 75 characters" : "",
    date: fact(read, "Date", (value) => parseMailDate(value).ms !== null),
    messageId: fact(read, "Message-ID", isMessageId),
    charset: decoded.charset,
    encoding: decoded.encoding,
    label: decoded.problems.find(({ kind }) => LABELS.has(kind))?.what ?? "",
    text: hasEmptyLineMore ? given.text : text,
    expectedText: given.text,
    injected: isInjected(message.content, given) ? "yes" : "no",
    events,
  };
}

/** RFC 2047 2 has 75; Python's `email` fills a line of 78. Characters. */
const LONGEST_WORD = 78;

function longestWord(value: string): number {
  return Math.max(0, ...(value.match(/=\?[^?\s]+\?[bq]\?[^?\s]*\?=/gi) ?? []).map(({ length }) => length));
}

const LABELS = new Set(["no-mime-version", "bad-content-type", "unknown-encoding", "bad-charset", "no-text"]);

/**
 * Whether what stands behind a line end in an argument begins a line before the blank line; LF alone and CR alone end lines for many readers,
 * too. In an address it is a command, which by its form is no field: the header as it is read ends there.
 */
function isInjected(content: Buffer, { from, subject, to }: LetterGiven): boolean {
  const field = `${INJECTED_FIELD}:`.toLowerCase();
  const behind = [from, subject, ...to].flatMap((text) => text.split(/[\r\n]+/).slice(1)).filter((text) => text.trim() !== ""); // prettier-ignore
  return headerOf(content)
    .split(/[\r\n]+/)
    .some((line) => line.toLowerCase().startsWith(field) || behind.some((text) => line.startsWith(text)));
}

/** All before the first empty line, whatever it looks like. */
function headerOf(content: Buffer): string {
  const text = content.toString("latin1");
  const end = text.search(/\r?\n\r?\n/);
  return end < 0 ? text : text.slice(0, end);
}

/** Bytes beyond ASCII that are not encoded: then the text is what they are as UTF-8, and that they are bare is a mistake of its own. */
function isBare(value: string): boolean {
  return /[\x80-\xff]/.test(value);
}

/** In bytes, without its CRLF and without a dot that was stuffed. */
function longestLine(content: Buffer): number {
  let longest = 0;
  for (const { length } of eachLine(content)) longest = Math.max(longest, length);
  return longest;
}

function valueOf(message: MailMessage, name: string): string {
  return fieldsNamed(message, name)[0]?.value ?? "";
}

/** All addresses of such fields; what is no list of addresses stands there as it is. */
function addressesIn(message: MailMessage, name: string): string[] {
  return fieldsNamed(message, name).flatMap(({ value }) => parseAddressList(value)?.map(({ address }) => address) ?? [value]);
}

function fact(message: MailMessage, name: string, isRight: (value: string) => boolean): "right" | "missing" | "malformed" {
  const [field] = fieldsNamed(message, name);
  return field === undefined ? "missing" : isRight(field.value) ? "right" : "malformed";
}
