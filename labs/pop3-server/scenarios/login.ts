import { md5Hex, scenario } from "#harness";
import { boxOf, Maildrop } from "../maildrop.js";

const role = "server";

export const wrongPassword = scenario("wrong-password", { role }, async (stage) => {
  const box = boxOf(stage.seed, 2);
  const maildrop = await Maildrop.serve(stage, { ada: box });
  const client = await maildrop.login("", "ada", `${box.password.slice(0, -1)}_`);
  await client.ask("stat", "STAT");
  // A server may close after a wrong password.
  const next = client.isOpen ? client : await maildrop.connect("next");
  await next.ask("right-user", "USER ada");
  await next.ask("right-pass", `PASS ${box.password}`);
  await next.ask("right-stat", "STAT");
  await next.quit("quit");
});

export const loginFirst = scenario("login-first", { role }, async (stage) => {
  const box = boxOf(stage.seed, 2);
  const maildrop = await Maildrop.serve(stage, { ada: box });
  const other = await maildrop.connect("other");
  for (const command of ["RETR 1", "DELE 1"]) await other.ask(`early-${command.toLowerCase().replace(" ", "-")}`, command);
  other.party.end();
  const client = await maildrop.connect("");
  // Real servers close after the third wrong command.
  for (const command of ["STAT", "LIST"]) await client.ask(`early-${command.toLowerCase()}`, command);
  await client.ask("user", "USER ada");
  await client.ask("half-stat", "STAT");
  await client.ask("user-again", "USER ada");
  await client.ask("pass", `PASS ${box.password}`);
  await client.ask("stat", "STAT");
  await client.quit("quit");
});

export const quitFirst = scenario("quit-first", { role }, async (stage) => {
  const maildrop = await Maildrop.serve(stage, { ada: boxOf(stage.seed, 2) });
  // What another session had marked when it broke off, is not this one's to remove either.
  (await (await maildrop.login("before", "ada")).ask("before-dele", "DELE 1")).party.end();
  const client = await maildrop.connect("");
  await client.ask("user", "USER ada");
  await client.quit("quit");
  await maildrop.look("ada");
  await (await maildrop.connect("at-once")).quit("at-once-quit");
});

export const unknownUser = scenario("unknown-user", { role }, async (stage) => {
  const box = boxOf(stage.seed, 1);
  const maildrop = await Maildrop.serve(stage, { ada: box });
  const client = await maildrop.login("", stage.seed.word(6), box.password);
  client.party.end();
  await maildrop.login("right", "ada");
});

/** What is taken for "open  sesame 7" by whoever cuts at blanks, squeezes them, or thinks nothing of capitals. */
const PASSWORD = "Open  sesame 7";
const ALMOST: Record<string, string> = { cut: "Open", squeezed: "Open sesame 7", "other-case": "open  sesame 7", longer: "Open  sesame 77", empty: "" };

export const passwords = scenario("passwords", { role }, async (stage) => {
  const maildrop = await Maildrop.serve(stage, {
    ada: { ...boxOf(stage.seed, 1), password: PASSWORD },
    bob: { ...boxOf(stage.seed, 1), password: `${PASSWORD} ` },
  });
  (await maildrop.login("stripped", "bob", PASSWORD)).party.end();
  for (const [label, password] of Object.entries(ALMOST)) (await maildrop.login(label, "ada", password)).party.end();
  const client = await maildrop.login("right", "ada");
  await client.ask("right-stat", "STAT");
  await client.quit("right-quit");
});

export const names = scenario("names", { role }, async (stage) => {
  const { seed } = stage;
  const [anna, bob] = [boxOf(seed, 1), boxOf(seed, 2)];
  const more = { "outside/01": `Subject: secret\n\n${seed.sentence(5)}\n` };
  const maildrop = await Maildrop.serve(stage, { anna, bob }, { more });
  const others = { prefix: "ann", longer: "annabel", path: "./bob", parent: "../maildrop/bob", file: "users", nobody: "outside" };
  for (const [label, name] of Object.entries(others)) (await maildrop.login(label, name, (name.startsWith("ann") ? anna : bob).password)).party.end();
  (await maildrop.login("empty", "", "")).party.end();
  const client = await maildrop.login("right", "bob");
  await client.ask("right-stat", "STAT");
  await client.quit("right-quit");
});

/** A greeting with a timestamp in it says that APOP works (RFC 1939 7). */
export const greeting = scenario("greeting", { role }, async (stage) => {
  const box = boxOf(stage.seed, 1);
  const maildrop = await Maildrop.serve(stage, { ada: box });
  const client = await maildrop.connect("");
  const timestamp = /<[^<>]*@[^<>]*>/.exec(client.replies[0]?.line ?? "")?.[0];
  if (timestamp === undefined) return await client.quit("quit");
  await client.ask("apop", `APOP ada ${md5Hex(`${timestamp}${box.password}`)}`);
});
