// The message as it is handed over: header, blank line, body (RFC 5322). ASCII only, so a string will do; every line
// ends with CRLF.

import { randomUUID } from "node:crypto";
import { domainOf } from "./address.js";
import { encodeHeaderText } from "./encoded-word.js";
import { encodeQuotedPrintable } from "./quoted-printable.js";

export interface Parts {
  from: string;
  to: string[];
  subject: string;
  date: Date;
  /** UTF-8; its lines may end with LF, CR or CRLF, the last one with nothing. */
  body: Buffer;
}

/** RFC 5321, 4.5.3.1.6, without the CRLF. */
const LONGEST_LINE = 998;

export function composeMessage({ from, to, subject, date, body }: Parts): string {
  const lines = splitLines(body);
  const isPlain = lines.every((line) => line.length <= LONGEST_LINE && /^[\t -~]*$/.test(line));
  const header = [
    `Date: ${formatDate(date)}`,
    `From: ${from}`,
    // One address a line: a header line is no longer than any other.
    `To: ${to.join(",\r\n ")}`,
    `Subject: ${encodeHeaderText(subject)}`,
    `Message-ID: <${randomUUID()}@${domainOf(from)}>`,
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=utf-8",
    `Content-Transfer-Encoding: ${isPlain ? "7bit" : "quoted-printable"}`,
  ];
  const encoded = isPlain ? lines : lines.map(encodeQuotedPrintable);
  return [...header, ""].join("\r\n") + "\r\n" + encoded.map((line) => line + "\r\n").join("");
}

/** One character for each byte. */
function splitLines(body: Buffer): string[] {
  const lines = body.toString("latin1").split(/\r\n|\r|\n/);
  // A line end ends a line and begins none.
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

/** RFC 5322, 3.3: toUTCString() has all of it but the name of the zone. */
function formatDate(date: Date): string {
  return date.toUTCString().replace("GMT", "+0000");
}
