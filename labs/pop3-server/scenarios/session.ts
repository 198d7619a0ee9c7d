import { scenario } from "#harness";
import { boxOf, letter, Maildrop } from "../maildrop.js";

const role = "server";

/** Download and keep: everything is asked once, nothing is deleted; and again. */
export const keep = scenario("download-and-keep", { role }, async (stage) => {
  const maildrop = await Maildrop.serve(stage, { ada: boxOf(stage.seed, 3) });
  const client = await maildrop.login("", "ada");
  await client.ask("stat", "STAT");
  await client.ask("list", "LIST");
  await client.ask("list-2", "LIST 2");
  await client.ask("retr-1", "RETR 1");
  await client.ask("retr-3", "RETR 3");
  await client.ask("noop", "NOOP");
  await client.quit("quit");
  await maildrop.look("ada");
  const again = await maildrop.loginAgain("again", "ada");
  await again?.ask("again-list", "LIST");
  await again?.ask("again-retr", "RETR 1");
  await again?.quit("again-quit");
});

/** The dialogue of the course notes. */
export const notes = scenario("notes-dialogue", { role }, async (stage) => {
  const maildrop = await Maildrop.serve(stage, { bob: { ...boxOf(stage.seed, 2), password: "hungry" } });
  const client = await maildrop.login("", "bob");
  for (const command of ["LIST", "RETR 1", "DELE 1", "RETR 2", "DELE 2"]) await client.ask(command.toLowerCase().replace(" ", "-"), command);
  // Looked for when the reply has come, not when the connection is closed.
  await client.ask("quit", "QUIT");
  await maildrop.look("bob");
  await client.quitted();
  await (await maildrop.loginAgain("again", "bob"))?.quit("again-quit");
});

export const inPieces = scenario("in-pieces", { role, modes: ["bytes", "cuts"] }, async (stage) => {
  const maildrop = await Maildrop.serve(stage, { ada: boxOf(stage.seed, 2) });
  const client = await maildrop.login("", "ada");
  await client.ask("stat", "STAT");
  await client.ask("retr-2", "RETR 2");
  await client.quit("quit");
});

export const pipelined = scenario("pipelined", { role, modes: ["whole", "cuts"] }, async (stage) => {
  const maildrop = await Maildrop.serve(stage, { ada: boxOf(stage.seed, 3) });
  const client = await maildrop.login("", "ada");
  await client.ask("pipelined", "STAT", "RETR 2", "XYZZY", "LIST", "RETR 9", "NOOP");
  await client.quit("quit");
});

export const anyCase = scenario("any-case", { role }, async (stage) => {
  const maildrop = await Maildrop.serve(stage, { ada: { ...boxOf(stage.seed, 2), password: "PassWord" } });
  const client = await maildrop.connect("");
  await client.ask("user", "user ada");
  await client.ask("pass", "pAsS PassWord");
  await client.ask("stat", "stat");
  await client.ask("list", "List");
  await client.ask("retr", "rETR 1");
  await client.ask("noop", "nooP");
  await client.quit("quit");
});

/** Digits, capitals, small letters; no two that are one where case does not matter. */
const NAMES = ["10", "9", "A", "Z.eml", "_", "b.2", "b.10", "c"];

export const inOrder = scenario("in-order", { role }, async (stage) => {
  const { seed } = stage;
  const messages = Object.fromEntries(seed.shuffle(NAMES).map((name) => [name, letter(seed)]));
  const maildrop = await Maildrop.serve(stage, { eve: { password: seed.word(8), messages } });
  const client = await maildrop.login("", "eve");
  await client.ask("stat", "STAT");
  await client.ask("list", "LIST");
  for (const number of [1, 2, 4, NAMES.length]) await client.ask(`retr-${number}`, `RETR ${number}`);
  await client.quit("quit");
});

export const emptyMaildrop = scenario("empty-maildrop", { role }, async (stage) => {
  const maildrop = await Maildrop.serve(stage, { joe: boxOf(stage.seed, 0) });
  const client = await maildrop.login("", "joe");
  await client.ask("stat", "STAT");
  await client.ask("list", "LIST");
  await client.ask("retr", "RETR 1");
  await client.quit("quit");
});
