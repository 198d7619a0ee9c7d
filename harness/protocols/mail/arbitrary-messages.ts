import fc from "fast-check";

/** Right messages, with the bytes that say them, for property tests. */
export interface SampleMessage {
  from: SampleAddress;
  to: SampleAddress[];
  subject: string;
  /** Lines that end with CRLF. */
  text: string;
  encoding: Encoding;
  isMultipart: boolean;
  bytes: Buffer;
}

export interface SampleAddress {
  name: string | null;
  address: string;
}

type Encoding = "7bit" | "quoted-printable" | "base64";

const word = fc.stringMatching(/^[A-Za-z0-9]{1,8}$/);
const address = fc.tuple(word, word).map(([local, domain]) => `${local}@${domain}.example`);
/** Some hold what must be quoted. */
const name = fc.option(fc.stringMatching(/^[A-Za-z](?:[A-Za-z ,.<>@]{0,8}[A-Za-z])?$/), { nil: null });
const sampleAddress = fc.record({ name, address });
const subject = fc
  .array(fc.oneof(word, fc.constantFrom("café", "naïve", "日本語", "😀", "a=b?c", "_")), { minLength: 1, maxLength: 12 })
  .map((words) => words.join(" "));
const asciiLine = fc.stringMatching(/^(?:[ -~]{0,80}[!-~])?$/);
const anyLine = fc.oneof(asciiLine, fc.constantFrom("für", "日本語 テキスト", "=3D", "..", ".", "--b", "From x", "a\tb", "x".repeat(2000)));

/** "name" <address>, quoted; its name alone may have dots and commas. */
function formatAddress({ name: display, address: spec }: SampleAddress): string {
  return display === null ? spec : `"${display}" <${spec}>`;
}

/** Encoded words of whole characters, short enough for any line. */
function encodeWords(text: string, asQ: boolean): string {
  const pieces = [...text].reduce<string[]>((all, char) => {
    const last = all.at(-1) ?? "";
    return Buffer.byteLength(last + char) <= 18 ? [...all.slice(0, -1), last + char] : [...all, char];
  }, []);
  return pieces
    .map((piece) => (asQ ? `=?utf-8?Q?${escapeAll(Buffer.from(piece)).join("")}?=` : `=?UTF-8?b?${Buffer.from(piece).toString("base64")}?=`))
    .join("\r\n ");
}

function escapeAll(bytes: Iterable<number>): string[] {
  return [...bytes].map((byte) => `=${byte.toString(16).toUpperCase().padStart(2, "0")}`);
}

function encodeBody(text: string, encoding: Encoding): string {
  if (encoding === "7bit") return text;
  if (encoding === "base64")
    return `${Buffer.from(text)
      .toString("base64")
      .replace(/.{76}(?=.)/g, "$&\r\n")}\r\n`;
  const lines = text.split("\r\n").map((line) => {
    const units = [...Buffer.from(line)].map((byte) => (byte > 32 && byte < 127 && byte !== 61 ? String.fromCharCode(byte) : (escapeAll([byte])[0] as string)));
    return units
      .reduce<string[]>((all, unit) => (`${all.at(-1) ?? ""}${unit}`.length <= 75 ? [...all.slice(0, -1), `${all.at(-1) ?? ""}${unit}`] : [...all, unit]), [])
      .join("=\r\n");
  });
  return lines.join("\r\n");
}

function bytesOf({ from, to, subject: title, text, encoding, isMultipart }: Omit<SampleMessage, "bytes">, asQ: boolean): Buffer {
  const content = `Content-Type: text/plain; charset=${encoding === "7bit" ? "us-ascii" : "utf-8"}\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${encodeBody(text, encoding)}`;
  const header = `From: ${formatAddress(from)}\r\nTo: ${to.map(formatAddress).join(",\r\n ")}\r\nSubject: ${encodeWords(title, asQ)}\r\nMIME-Version: 1.0\r\n`;
  const multipart = `Content-Type: multipart/mixed; boundary="=_b"\r\n\r\n--=_b\r\n${content}\r\n--=_b\r\nContent-Type: text/html\r\n\r\n<p>\r\n--=_b--\r\n`;
  return Buffer.from(header + (isMultipart ? multipart : content), "latin1");
}

/** Messages in each encoding, of one part or several. */
export function arbitraryMessage(): fc.Arbitrary<SampleMessage> {
  return fc.constantFrom<Encoding>("7bit", "quoted-printable", "base64").chain((encoding) =>
    fc
      .record({
        ...{ from: sampleAddress, to: fc.array(sampleAddress, { minLength: 1, maxLength: 3 }), subject, isMultipart: fc.boolean() },
        text: fc.array(encoding === "7bit" ? asciiLine : anyLine, { minLength: 1, maxLength: 6 }).map((lines) => `${lines.join("\r\n")}\r\n`),
        asQ: fc.boolean(),
      })
      .map(({ asQ, ...sample }) => ({ ...sample, encoding, bytes: bytesOf({ ...sample, encoding }, asQ) })),
  );
}
