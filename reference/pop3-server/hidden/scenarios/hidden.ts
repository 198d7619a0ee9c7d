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
  const word = stage.seed.word(6);
  const maildrop = await Maildrop.serve(stage, { zoe: { ...boxOf(stage.seed, 1), password: ` ${word} ` } });
  (await maildrop.login("trimmed", "zoe", word)).party.end();
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

export const dots = scenario("hidden-dots", { role }, async (stage) => {
  const { seed } = stage;
  // Longer than any buffer that a program may read at once: some of its dots are the first byte of a piece.
  const dotted = Array.from({ length: 30_000 }, () => `.${seed.word(seed.int(1, 3))}`).join("\n");
  const messages = { "01": letter(seed, `${dotted}\n`), "02": letter(seed, `.${seed.word()}\n\n.\n`).replaceAll("\n", "\r\n") };
  const maildrop = await Maildrop.serve(stage, { zoe: { password: seed.word(8), messages } });
  const client = await maildrop.login("", "zoe");
  await client.ask("list", "LIST");
  await client.ask("retr-1", "RETR 1");
  await client.ask("retr-2", "RETR 2");
  await client.quit("quit");
});
