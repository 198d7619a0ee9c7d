import { scenario } from "#harness";
import { boxOf, Maildrop } from "../maildrop.js";

const role = "server";

/** Numbers that are none of three messages, each for a user of its own: what one of them does is not seen by the others. */
const NUMBERS: Record<string, string> = {
  none: "",
  zero: " 0",
  negative: " -1",
  "too-high": " 4",
  word: " first",
  tail: " 2x",
  long: ` ${"9".repeat(30)}`,
};

export const badNumbers = scenario("bad-numbers", { role }, async (stage) => {
  const maildrop = await Maildrop.serve(stage, Object.fromEntries(Object.keys(NUMBERS).map((label) => [label, boxOf(stage.seed, 3)])));
  for (const [label, number] of Object.entries(NUMBERS)) {
    const client = await maildrop.login(label, label);
    for (const keyword of ["RETR", "DELE", "LIST"])
      // Without a number, LIST tells of all.
      if (keyword !== "LIST" || number !== "") await client.ask(`${label}-${keyword.toLowerCase()}`, `${keyword}${number}`);
    await client.ask(`${label}-stat`, "STAT");
    await client.ask(`${label}-last`, "RETR 3");
    await client.quit(`${label}-quit`);
    await maildrop.look(label);
  }
});

export const unknown = scenario("unknown-commands", { role }, async (stage) => {
  const maildrop = await Maildrop.serve(stage, { ada: boxOf(stage.seed, 2) });
  const client = await maildrop.login("", "ada");
  await client.ask("unknown", "XYZZY");
  await client.ask("empty", "");
  await client.ask("almost", "RETRIEVE 1");
  await client.ask("stat", "STAT");
  await client.ask("retr", "RETR 2");
  await client.quit("quit");
});

const LONG = 600;

export const tooLong = scenario("too-long", { role }, async (stage) => {
  const maildrop = await Maildrop.serve(stage, { ada: boxOf(stage.seed, 1) });
  const client = await maildrop.connect("long");
  await client.ask("too-long", "X".repeat(LONG));
  if (client.isOpen) await client.quit("long-quit");
  const next = await maildrop.login("next", "ada");
  await next.ask("next-stat", "STAT");
  await next.quit("next-quit");
});
