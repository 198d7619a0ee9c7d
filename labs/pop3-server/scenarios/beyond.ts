import { scenario } from "#harness";
import { boxOf, letter, Maildrop } from "../maildrop.js";

const role = "server";

export const uidl = scenario("uidl", { role }, async (stage) => {
  const maildrop = await Maildrop.serve(stage, { ada: boxOf(stage.seed, 4) });
  const client = await maildrop.login("", "ada");
  await client.ask("uidl", "UIDL");
  await client.ask("uidl-2", "UIDL 2");
  await client.ask("uidl-none", "UIDL 5");
  await client.ask("dele", "DELE 1");
  await client.quit("quit");
  const next = await maildrop.loginAgain("next", "ada");
  await next?.ask("next-uidl", "UIDL");
  await next?.quit("next-quit");
});

export const top = scenario("top", { role }, async (stage) => {
  const { seed } = stage;
  const body = `${seed.sentence(4)}\n.${seed.sentence(2)}\n\n${seed.sentence(3)}\n`;
  const maildrop = await Maildrop.serve(stage, {
    ada: { password: seed.word(8), messages: { "01": letter(seed, body), "02": letter(seed), "03": letter(seed).replaceAll("\n", "\r\n") } },
  });
  const client = await maildrop.login("", "ada");
  await client.ask("top-0", "TOP 1 0");
  await client.ask("top-2", "TOP 1 2");
  await client.ask("top-all", "TOP 2 100");
  await client.ask("top-crlf", "TOP 3 1");
  await client.ask("top-none", "TOP 4 1");
  await client.quit("quit");
});

export const capa = scenario("capa", { role }, async (stage) => {
  const maildrop = await Maildrop.serve(stage, { ada: boxOf(stage.seed, 1) });
  const client = await maildrop.connect("");
  await client.ask("early-capa", "CAPA");
  // How to log in is told before the login.
  const told = client.replies[0]?.text ?? "";
  const session = client.isOpen ? client : await maildrop.connect("next");
  await session.ask("user", "USER ada");
  await session.ask("pass", `PASS ${maildrop.passwordOf("ada")}`);
  await session.ask("capa", "CAPA");
  await session.ask("top", "TOP 1 0");
  await session.ask("uidl", "UIDL 1");
  await session.quit("quit");
  const response = Buffer.from(`\0ada\0${maildrop.passwordOf("ada")}`, "latin1").toString("base64");
  if (/^SASL.* PLAIN\b/im.test(told)) await (await maildrop.connect("sasl")).ask("sasl", `AUTH PLAIN ${response}`);
  if (/^STLS\b/im.test(told)) await (await maildrop.connect("stls")).ask("stls", "STLS");
});
