import { scenario } from "#harness";
import { boxOf, Maildrop } from "../maildrop.js";

const role = "server";

/** Numbers that are none of three messages, each for the end of a label. */
const NUMBERS: Record<string, string> = {
  none: "",
  zero: " 0",
  negative: " -1",
  "too-high": " 4",
  word: " first",
  tail: " 2x",
  long: ` ${"9".repeat(30)}`,
};

/** Four wrong commands in a row are the most. */
export const badNumbers = scenario("bad-numbers", { role }, async (stage) => {
  const maildrop = await Maildrop.serve(stage, { ada: boxOf(stage.seed, 3) });
  const client = await maildrop.login("", "ada");
  for (const keyword of ["RETR", "DELE", "LIST"])
    for (const [index, [label, number]] of Object.entries(NUMBERS).entries()) {
      if (index % 3 === 0) await client.ask(`noop-${keyword.toLowerCase()}-${index}`, "NOOP");
      // Without a number, LIST tells of all.
      if (keyword !== "LIST" || number !== "") await client.ask(`${keyword.toLowerCase()}-${label}`, `${keyword}${number}`);
    }
  await client.ask("stat", "STAT");
  await client.ask("retr", "RETR 3");
  await client.quit("quit");
  await maildrop.look("ada");
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
