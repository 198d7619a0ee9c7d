import type { FirstProblem } from "./first-problem.js";
import { trimOws } from "./grammar.js";
import type { Field, Framing, Problem } from "./message.js";
import { splitList } from "./field-values.js";

/** How the end of a body is to be found, before it is looked at. */
export interface BodyPlan {
  framing: Framing;
  /** By Content-Length, bytes; also of a body that is not sent (RFC 9110 8.6). null if there is none, or none that can be trusted. */
  declared: number | null;
  /** Why the end of the body cannot be known. */
  fatal: Problem | null;
}

/** What is known of a message before its fields. */
export interface MessageKind {
  version: string;
  /** "forbidden": also the fields that speak of a body. */
  body: "request" | "response" | "none" | "forbidden";
}

/** The framing of a message (RFC 9112 6.3). Fields that contradict each other are noted even where there is no body. */
export function planBody(kind: MessageKind, fields: readonly Field[], problems: FirstProblem): BodyPlan {
  const codings = fields.filter(({ name }) => name.toLowerCase() === "transfer-encoding");
  const lengths = fields.filter(({ name }) => name.toLowerCase() === "content-length");
  const { declared, fatal } = readLengths(lengths, problems);
  const coding = readCodings(codings, kind, problems);
  const [aCoding, aLength] = [codings[0], lengths[0]];
  if (kind.body === "forbidden") {
    const field = aCoding ?? aLength;
    if (field !== undefined)
      noteField(
        field,
        `${aCoding === undefined ? "Content-Length" : "Transfer-Encoding"} is sent with a status that never has a body`,
        aCoding === undefined ? "RFC 9110 8.6" : "RFC 9112 6.1",
        problems,
      );
  } else if (aCoding !== undefined && aLength !== undefined)
    noteField(aLength, "Content-Length is sent together with Transfer-Encoding", "RFC 9112 6.2", problems);
  if (kind.body === "none" || kind.body === "forbidden") return { framing: "none", declared, fatal: null };
  if (coding === "chunked") return { framing: "chunked", declared: null, fatal: null };
  if (coding !== null && aCoding !== undefined) {
    if (kind.body === "response") return { framing: "close", declared: null, fatal: null };
    const why = noteField(aCoding, "chunked is not the last transfer coding of the request, so its end cannot be known", "RFC 9112 6.3", problems);
    return { framing: "none", declared: null, fatal: why };
  }
  if (aLength !== undefined) return { framing: "content-length", declared, fatal };
  return { framing: kind.body === "request" ? "none" : "close", declared: null, fatal: null };
}

function noteField(field: Field, what: string, clause: string, problems: FirstProblem): Problem {
  return problems.note(field.offset, field.length, what, clause);
}

function readLengths(fields: readonly Field[], problems: FirstProblem): Pick<BodyPlan, "declared" | "fatal"> {
  let declared: number | null = null;
  for (const field of fields) {
    const members = field.value.split(",").map(trimOws);
    for (const member of members) {
      if (!/^[0-9]+$/.test(member))
        return { declared: null, fatal: noteField(field, "Content-Length is not a number in decimal digits", "RFC 9112 6.3", problems) };
      const length = Number(member);
      if (!Number.isSafeInteger(length)) return { declared: null, fatal: noteField(field, "Content-Length is larger than any body", "RFC 9110 8.6", problems) };
      if (declared !== null && declared !== length)
        return { declared: null, fatal: noteField(field, "two values of Content-Length differ", "RFC 9112 6.3", problems) };
      if (declared !== null) noteField(field, "Content-Length is given more than once", "RFC 9110 8.6", problems);
      declared = length;
    }
  }
  return { declared, fatal: null };
}

/** "other": a coding that does not tell where the body ends. */
function readCodings(fields: readonly Field[], { version }: MessageKind, problems: FirstProblem): "chunked" | "other" | null {
  const [field] = fields;
  if (field === undefined) return null;
  if (version === "1.0") noteField(field, "Transfer-Encoding is sent in a message of HTTP/1.0", "RFC 9112 6.1", problems);
  const names = fields.flatMap(({ value }) => splitList(value)).map((coding) => trimOws(coding.split(";")[0] as string).toLowerCase());
  const last = names.at(-1);
  if (last === undefined) noteField(field, "Transfer-Encoding names no coding", "RFC 9112 6.1", problems);
  const known = names.filter((name) => name !== "identity");
  if (known.length < names.length) noteField(field, "identity is not a transfer coding", "RFC 9112 7", problems);
  if (known.slice(0, -1).includes("chunked")) noteField(field, "chunked is applied twice, or before another coding", "RFC 9112 6.1", problems);
  return known.length === 0 ? null : known.at(-1) === "chunked" ? "chunked" : "other";
}
