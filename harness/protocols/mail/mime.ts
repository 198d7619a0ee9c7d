import { fieldsNamed } from "../http/field-values.js";
import { parseMediaType, type MediaType } from "../http/media-type.js";
import { ProblemsByKind, type KindOfProblem, type ProblemNotes } from "../problem.js";
import { decodeBase64, type Base64Problem } from "./base64.js";
import { decodeCharset } from "./charset.js";
import { readMessage, type MailMessage } from "./message.js";
import { splitMultipart } from "./multipart.js";
import { decodeQuotedPrintable, type QuotedPrintableProblem } from "./quoted-printable.js";

/** The text of a message, or of the first text/plain part of a multipart one, as a reader gets to see it. */
export interface DecodedText {
  /** Unicode, with the line ends that came; null if it cannot be read. */
  text: string | null;
  /** In lower case: "utf-8". */
  charset: string;
  /** Content-Transfer-Encoding in lower case: "7bit" where none is stated. */
  encoding: string;
  /** Whether it is a part of a multipart message. */
  isPart: boolean;
  /** The first of each kind, in order; offsets count from the start of the message. */
  problems: KindOfProblem<MimeProblem>[];
}

export type MimeProblem =
  | Base64Problem
  | QuotedPrintableProblem
  /** Fields of MIME without "MIME-Version: 1.0". */
  | "no-mime-version"
  | "bad-content-type"
  | "unknown-encoding"
  /** The bytes are no text in the charset stated, or us-ascii where none is, or it is not known. */
  | "bad-charset"
  | "not-closed"
  | "no-text";

type Notes = ProblemNotes<MimeProblem>;

/** Multipart within multipart, and so on. */
const MOST_DEPTH = 8;
const PLAIN_TEXT: MediaType = { type: "text", subtype: "plain", parameters: new Map(), charset: null };

/** Finds and decodes the text of a message (RFC 2045, 2046). */
export function decodedText(message: MailMessage): DecodedText {
  const problems = new ProblemsByKind<MimeProblem>();
  noteMimeVersion(message, problems);
  const found = textOf(message, 0, 0, problems);
  if (found === null) problems.note("no-text", message.bodyOffset, 0, "the message has no part that is text/plain", "RFC 2046 4.1.3");
  const { text, charset, encoding, isPart } = found ?? { text: null, charset: "", encoding: "", isPart: false };
  return { text, charset, encoding, isPart, problems: problems.list };
}

function noteMimeVersion(message: MailMessage, problems: Notes): void {
  const first = message.fields.find(({ name }) => /^content-/i.test(name));
  const versions = fieldsNamed(message, "MIME-Version").map(({ value }) => value.replace(/\([^()]*\)|\s/g, ""));
  if (first !== undefined && versions[0] !== "1.0")
    problems.note("no-mime-version", first.offset, first.length, "fields of MIME stand in a header without MIME-Version: 1.0", "RFC 2045 4");
}

type Text = Omit<DecodedText, "problems">;

/** The text of a message or part that stands at `offset`; null if it has none. */
function textOf(part: MailMessage, offset: number, depth: number, problems: Notes): Text | null {
  const mediaType = mediaTypeOf(part, offset, problems);
  const bodyOffset = offset + part.bodyOffset;
  if (mediaType.type !== "multipart") {
    if (mediaType.type !== "text" || mediaType.subtype !== "plain") return null;
    return plainText(part, mediaType.charset ?? "us-ascii", bodyOffset, depth > 0, problems);
  }
  const boundary = mediaType.parameters.get("boundary");
  if (boundary === undefined || depth === MOST_DEPTH) {
    problems.note("bad-content-type", bodyOffset, 0, "the multipart message has no boundary, or too many parts within parts", "RFC 2046 5.1.1");
    return null;
  }
  const { parts, closed } = splitMultipart(part.body, boundary);
  if (!closed) problems.note("not-closed", bodyOffset + part.body.length, 0, "the last part is not followed by the closing boundary", "RFC 2046 5.1.1");
  for (const { offset: partOffset, bytes } of parts) {
    const text = textOf(readMessage(bytes), bodyOffset + partOffset, depth + 1, problems);
    if (text !== null) return text;
  }
  return null;
}

function mediaTypeOf(part: MailMessage, offset: number, problems: Notes): MediaType {
  const [field] = fieldsNamed(part, "Content-Type");
  if (field === undefined) return PLAIN_TEXT;
  const mediaType = parseMediaType(field.value.replace(/\([^()]*\)\s*$/, ""));
  if (mediaType === null) problems.note("bad-content-type", offset + field.offset, field.length, "the Content-Type is none", "RFC 2045 5.1");
  return mediaType ?? PLAIN_TEXT;
}

function plainText(part: MailMessage, charset: string, bodyOffset: number, isPart: boolean, problems: Notes): Text {
  const [field] = fieldsNamed(part, "Content-Transfer-Encoding");
  const encoding =
    field?.value
      .replace(/\([^()]*\)\s*$/, "")
      .trim()
      .toLowerCase() ?? "7bit";
  const bytes = decodeBody(part.body, encoding, bodyOffset, problems);
  if (bytes === null) {
    const what = "the Content-Transfer-Encoding is not 7bit, 8bit, binary, quoted-printable or base64";
    problems.note("unknown-encoding", bodyOffset, 0, what, "RFC 2045 6.1");
    return { text: null, charset, encoding, isPart };
  }
  const text = decodeCharset(bytes, charset);
  if (text === null) problems.note("bad-charset", bodyOffset, part.body.length, `the body is no text in ${charset}`, "RFC 2046 4.1.2");
  return { text, charset, encoding, isPart };
}

/** null if the encoding is not known. */
function decodeBody(body: Buffer, encoding: string, bodyOffset: number, problems: Notes): Buffer | null {
  if (encoding === "7bit" || encoding === "8bit" || encoding === "binary") return body;
  if (encoding !== "quoted-printable" && encoding !== "base64") return null;
  const decoded = encoding === "base64" ? decodeBase64(body) : decodeQuotedPrintable(body);
  for (const { kind, offset, length, what, clause } of decoded.problems) problems.note(kind, bodyOffset + offset, length, what, clause);
  return decoded.bytes;
}
