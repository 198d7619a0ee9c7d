import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import PostalMime from "postal-mime";
import { parseAddressList } from "./addresses.js";
import { arbitraryMessage } from "./arbitrary-messages.js";
import { decodeEncodedWords } from "./encoded-word.js";
import { readMessage } from "./message.js";
import { decodedText } from "./mime.js";
import { fieldsNamed } from "../http/field-values.js";

/** What we make of a message. */
function ours(bytes: Buffer) {
  const message = readMessage(bytes);
  const value = (name: string) => fieldsNamed(message, name)[0]?.value ?? "";
  const subject = decodeEncodedWords(value("Subject"));
  const decoded = decodedText(message);
  return { message, subject, decoded, from: parseAddressList(value("From")), to: parseAddressList(value("To")) };
}

/** Of several parts that are text the other reader makes one; of any, it normalizes the line ends. */
const linesOf = (text: string | null | undefined) => (text ?? "").replace(/\r\n/g, "\n").replace(/\n+$/, "");

describe("a right message", () => {
  test("is read as it was meant", () => {
    fc.assert(
      fc.property(arbitraryMessage(), (sample) => {
        const { message, subject, decoded, from, to } = ours(sample.bytes);
        expect([message.problems, subject.problems, decoded.problems]).toEqual([[], [], []]);
        expect(subject.text).toBe(sample.subject);
        expect([from, to]).toEqual([[sample.from], sample.to].map((list) => list.map(({ name, address }) => ({ displayName: name, address }))));
        expect(decoded).toMatchObject({ text: sample.text, encoding: sample.encoding, isPart: sample.isMultipart });
      }),
    );
  });

  test("is read as another reader reads it", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryMessage(), async (sample) => {
        const { subject, decoded, from, to } = ours(sample.bytes);
        const theirs = await PostalMime.parse(sample.bytes);
        expect(theirs.subject).toBe(subject.text);
        expect([theirs.from?.address, theirs.to?.map(({ address }) => address)]).toEqual([from?.[0]?.address, to?.map(({ address }) => address)]);
        expect(theirs.to?.map(({ name }) => name || null)).toEqual(to?.map(({ displayName }) => displayName));
        if (!sample.isMultipart) expect(linesOf(theirs.text)).toBe(linesOf(decoded.text));
      }),
    );
  });

  test("cut anywhere is read so far", () => {
    fc.assert(
      fc.property(arbitraryMessage(), fc.nat(), (sample, where) => {
        const cut = sample.bytes.subarray(0, where % sample.bytes.length);
        const { message } = ours(cut);
        expect(message.bodyOffset + message.body.length).toBe(cut.length);
      }),
    );
  });
});
