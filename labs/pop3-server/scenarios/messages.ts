import { scenario, toBinary, utf8, type Content, type Stage } from "#harness";
import { LargeMessage } from "../large-message.js";
import { boxOf, letter, Maildrop } from "../maildrop.js";

const role = "server";

/** One session that gets messages: STAT, LIST, and each of them. */
async function fetchAll(stage: Stage, messages: Record<string, Content>): Promise<void> {
  const maildrop = await Maildrop.serve(stage, { ada: { password: stage.seed.word(8), messages } });
  const client = await maildrop.login("", "ada");
  await client.ask("stat", "STAT");
  await client.ask("list", "LIST");
  for (const number of Object.keys(messages).keys()) await client.ask(`retr-${number + 1}`, `RETR ${number + 1}`);
  await client.quit("quit");
}

export const dots = scenario("dots", { role }, async (stage) => {
  const { seed } = stage;
  const words = () => seed.sentence(3);
  await fetchAll(stage, {
    "01": letter(seed, `${words()}\n.\n${words()}\n`),
    "02": letter(seed, `.${words()}\n..\n..${words()}\n.\n.\n${words()}.\n`),
    "03": letter(seed, `${words()}\n.\n`),
  });
});

export const lineEnds = scenario("line-ends", { role }, async (stage) => {
  const text = letter(stage.seed, `${stage.seed.sentence(4)}\n\n${stage.seed.sentence(6)}\n`);
  let index = 0;
  await fetchAll(stage, {
    "01-lf": text,
    "02-crlf": text.replaceAll("\n", "\r\n"),
    "03-mixed": text.replaceAll("\n", () => (index++ % 2 === 0 ? "\n" : "\r\n")),
  });
});

export const unfinished = scenario("unfinished", { role }, async (stage) => {
  const { seed } = stage;
  await fetchAll(stage, { "01": letter(seed, seed.sentence(5)), "02": letter(seed, `${seed.sentence(3)}\n.`), "03": letter(seed) });
});

export const emptyFile = scenario("empty-file", { role }, async (stage) => {
  await fetchAll(stage, { "01": letter(stage.seed), "02": "", "03": letter(stage.seed) });
});

/** All byte values but CR; those beyond 0x7F are no UTF-8. Some programs take a few of them for line ends. */
const BYTES = Array.from({ length: 256 }, (_, value) => String.fromCharCode(value)).filter((char) => char !== "\r" && char !== "\n"); // prettier-ignore

export const anyBytes = scenario("any-bytes", { role }, async (stage) => {
  const { seed } = stage;
  const separators = utf8("a\u2028b\u2029c\u0085d");
  await fetchAll(stage, { "01": letter(seed, `${seed.shuffle(BYTES).join("")}\n\v\f\x1c\x1d\x1e\x85\n${separators}\n${utf8("größer 漢字 €")}\n`) });
});

const LONG = 5000;

export const longLines = scenario("long-lines", { role }, async (stage) => {
  const { seed } = stage;
  await fetchAll(stage, { "01": letter(seed, `${seed.word(LONG)}\n${seed.word(LONG)}\n.${seed.word(10)}\n`) });
});

/** Pieces that files are read in by many run-times, bytes; others take such of another power of two. */
const PIECE_BYTES = 64 << 10;

export const manyLines = scenario("many-lines", { role }, async (stage) => {
  const { seed } = stage;
  const head = letter(seed, "");
  // Lines of three bytes, from a multiple of three on: the second piece begins with a line's CR, the third with its LF. The fourth begins with a dot within a line.
  const pad = `${"x".repeat(2 + ((3 - (head.length % 3)) % 3))}\n`;
  const dots = `${".".repeat(58)}\r\n`;
  await fetchAll(stage, { "01": `${head}${pad}${".\r\n".repeat((2 * PIECE_BYTES) / 3)}${dots.repeat((PIECE_BYTES + head.length) / dots.length + 1)}` });
});

/** How long somebody else's session is kept waiting at least, while nobody reads the large message, ms. */
const UNREAD_MS = 300;

export const large = scenario("large-message", { role, slow: true }, async (stage) => {
  const message = new LargeMessage(stage.seed.word(12));
  const maildrop = await Maildrop.serve(stage, { ada: { password: "large", messages: { "01": message } }, bob: boxOf(stage.seed, 1) });
  const client = await maildrop.login("", "ada");
  await client.ask("list", "LIST 1");
  const { party } = client;
  party.exchange("retr").expectStream(message, "\r\n");
  await party.send("RETR 1\r\n");
  // The server is at it, and will not get rid of it all, by the time that somebody else comes.
  await party.receiveStream(1);
  party.stopReading();
  await party.pause(UNREAD_MS);
  const other = await maildrop.login("other", "bob");
  await other.ask("other-retr", "RETR 1");
  await other.quit("other-quit");
  party.resumeReading();
  await party.receiveStream(message.length);
  let behind = "";
  await party.receiveUntil((piece) => (behind += toBinary(piece)).endsWith("\r\n.\r\n"), "the line that is only a dot");
  await client.ask("noop", "NOOP");
  await client.quit("quit");
});

export const brokenOff = scenario("broken-off", { role }, async (stage) => {
  const message = new LargeMessage(stage.seed.word(12));
  const maildrop = await Maildrop.serve(stage, { ada: { password: "large", messages: { "01": message } } });
  const { party } = await maildrop.login("", "ada");
  party.exchange("retr").expectStream(message, "\r\n");
  await party.send("RETR 1\r\n");
  await party.receiveStream(message.length / 20);
  party.reset();
  await (await maildrop.loginAgain("next", "ada"))?.quit("quit");
  await maildrop.look("ada");
});
