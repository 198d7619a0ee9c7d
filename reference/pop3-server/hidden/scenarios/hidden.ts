import { scenario } from "#harness";
import { boxOf, letter, Maildrop } from "../../../../labs/pop3-server/maildrop.js";

const role = "server";

export const manyMessages = scenario("hidden-many-messages", { role }, async (stage) => {
  const maildrop = await Maildrop.serve(stage, { zoe: boxOf(stage.seed, 12) });
  const client = await maildrop.login("", "zoe");
  await client.ask("list", "LIST");
  for (const number of [1, 10, 12]) await client.ask(`dele-${number}`, `DELE ${number}`);
  await client.ask("list-left", "LIST");
  for (const number of [2, 10, 11]) await client.ask(`retr-${number}`, `RETR ${number}`);
  await client.ask("rset", "RSET");
  await client.ask("retr-12", "RETR 12");
  await client.quit("quit");
});

export const verbatim = scenario("hidden-password", { role }, async (stage) => {
  const words = [stage.seed.word(6), stage.seed.word(3), stage.seed.word(4)];
  const maildrop = await Maildrop.serve(stage, { zoe: { ...boxOf(stage.seed, 1), password: words.join("   ") } });
  for (const [label, blanks] of [
    ["squeezed", " "],
    ["fewer", "  "],
  ] as const)
    (await maildrop.login(label, "zoe", words.join(blanks))).party.end();
  const client = await maildrop.login("right", "zoe");
  await client.ask("right-stat", "STAT");
  await client.quit("right-quit");
});

export const marks = scenario("hidden-marks", { role }, async (stage) => {
  const maildrop = await Maildrop.serve(stage, { ada: boxOf(stage.seed, 3) });
  const { party } = await (await maildrop.login("", "ada")).ask("dele", "DELE 2");
  party.exchange("drop").reset();
  const next = await maildrop.loginAgain("next", "ada");
  if (next === null) return;
  const late = await maildrop.login("late", "ada");
  late.party.exchange("late-leaves").end();
  await next.ask("next-dele", "DELE 3");
  await next.quit("next-quit");
  await maildrop.look("ada");
});

/** Bytes that programs read at once: some such number of them. */
const PAGE_BYTES = 4096;
const PAGES = 40;

/** Lines that begin with dots, so that wherever a piece of whole pages begins, a line does. */
function dotted(header: string): string {
  const lines = [header];
  let length = header.length;
  while (length < PAGES * PAGE_BYTES) {
    const left = PAGE_BYTES - (length % PAGE_BYTES);
    const line = `.${"x".repeat(left <= 7 ? Math.max(0, left - 2) : 2)}\n`;
    lines.push(line);
    length += line.length;
  }
  return lines.join("");
}

export const dots = scenario("hidden-dots", { role }, async (stage) => {
  const { seed } = stage;
  const messages = { "01": dotted(letter(seed, "")), "02": letter(seed, `.${seed.word()}\n\n.\n`).replaceAll("\n", "\r\n") };
  const maildrop = await Maildrop.serve(stage, { zoe: { password: seed.word(8), messages } });
  const client = await maildrop.login("", "zoe");
  await client.ask("list", "LIST");
  await client.ask("retr-1", "RETR 1");
  await client.ask("retr-2", "RETR 2");
  await client.quit("quit");
});
