import { scenario, utf8 } from "#harness";
import { address, deliver, letter } from "../delivery.js";

const role = "client";

export const plain = scenario("plain", { role }, async (stage) => {
  await deliver(stage, letter(stage.seed));
});

export const twoRecipients = scenario("two-recipients", { role }, async (stage) => {
  // Not in the order of the alphabet, so that a sorted set of them is seen.
  const [first = "", second = ""] = [address(stage.seed), address(stage.seed)].sort();
  await deliver(stage, letter(stage.seed, { to: [second, first] }));
});

export const threeRecipients = scenario("three-recipients", { role }, async (stage) => {
  await deliver(stage, letter(stage.seed, { to: [address(stage.seed), address(stage.seed), address(stage.seed)] }));
});

/** A scenario about what the body holds, one char per byte. */
const body = (name: string, make: (word: () => string) => string) =>
  scenario(name, { role }, async (stage) => {
    await deliver(stage, letter(stage.seed, { body: make(() => stage.seed.word()) }));
  });

export const dots = body("dots", (word) => `${word()}\n.${word()}\n..${word()}\n...\n${word()}.\n. ${word()}\n${word()}\n`);
export const loneDot = body("lone-dot", (word) => `${word()}\n.\n${word()}\n.\n.\n${word()}\n`);
export const outerDots = body("outer-dots", (word) => `.\n${word()}\n.\n`);
export const lineEnds = body("line-ends", (word) => `${word()}\n${word()}\r\n${word()}\r${word()}\n\r\n${word()}\n`);
export const empty = body("empty", () => "");
export const unfinished = body("unfinished", (word) => `${word()}\n${word()} ${word()}`);
export const longLine = body("long-line", (word) => `${word()}\n${Array.from({ length: 400 }, word).join(" ").slice(0, 2000)}\n${word()}\n`);
export const umlauts = body("umlauts", (word) =>
  utf8(`Grüße, ${word()}!\n漢字 € ${word()} = 100 %\nñ=C3=A4 ${word()}\n${word()}${"äöü".repeat(40)}\n${word()} ${"漢字".repeat(30)}\n`),
);
export const muchUnicode = body("much-unicode", inPages);
export const blanks = body("blanks", (word) => `  ${word()}\n\t${word()}\n\n\n${word()} \n \n${word()}\n`);
export const looksLikeHeader = body(
  "looks-like-header",
  (word) => `Subject: ${word()}\nTo: ${word()}@${word()}.example\n\n${word()}\nQUIT\nDATA\nFrom ${word()}\n`,
);

/** What programs read at once is some number of pages, bytes. */
const PAGE_BYTES = 4096;
const PAGES = 40;

/** Text in UTF-8, in which wherever a page ends, a character of three bytes has begun. */
function inPages(word: () => string): string {
  const lines: string[] = [];
  for (let length = 0; length < PAGES * PAGE_BYTES;) {
    const left = PAGE_BYTES - (length % PAGE_BYTES);
    const line = utf8(left > 300 ? `${word()} ${"äö漢€".repeat(10)} ${word()}\n` : `${"a".repeat(left - 1)}€\n`);
    lines.push(line);
    length += line.length;
  }
  return lines.join("");
}

/** A scenario about the subject, in Unicode. */
const subject = (name: string, make: (word: () => string) => string) =>
  scenario(name, { role }, async (stage) => {
    await deliver(stage, letter(stage.seed, { subject: make(() => stage.seed.word()) }));
  });

export const subjectInUnicode = subject("subject-in-unicode", (word) => `Grüße aus ${word()}: 漢字 €`);
export const longSubject = subject("long-subject", (word) => Array.from({ length: 10 }, () => `${word()} äöü漢字€ß漢字`).join(" "));
