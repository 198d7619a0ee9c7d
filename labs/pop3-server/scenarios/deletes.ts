import { scenario } from "#harness";
import { boxOf, letter, Maildrop } from "../maildrop.js";

const role = "server";

export const oneDeleted = scenario("one-deleted", { role }, async (stage) => {
  const maildrop = await Maildrop.serve(stage, { ada: boxOf(stage.seed, 4) });
  const client = await maildrop.login("", "ada");
  await client.ask("dele", "DELE 2");
  await client.ask("quit", "QUIT");
  await maildrop.look("ada");
  await client.quitted();
});

export const deletes = scenario("deletes", { role }, async (stage) => {
  const maildrop = await Maildrop.serve(stage, { ada: boxOf(stage.seed, 4) });
  const client = await maildrop.login("", "ada");
  await client.ask("dele", "DELE 2");
  await client.ask("stat", "STAT");
  await client.ask("list", "LIST");
  await client.ask("retr-marked", "RETR 2");
  await client.ask("list-marked", "LIST 2");
  await client.ask("dele-again", "DELE 2");
  await client.ask("retr-next", "RETR 3");
  await client.ask("list-last", "LIST 4");
  await client.quit("quit");
  const next = await maildrop.loginAgain("next", "ada");
  if (next === null) return;
  await next.ask("next-list", "LIST");
  await next.ask("next-retr", "RETR 2");
  await next.quit("next-quit");
});

export const unmarked = scenario("unmarked", { role }, async (stage) => {
  const maildrop = await Maildrop.serve(stage, { ada: boxOf(stage.seed, 3) });
  const client = await maildrop.login("", "ada");
  await client.ask("dele-1", "DELE 1");
  await client.ask("dele-3", "DELE 3");
  await client.ask("rset", "RSET");
  await client.ask("stat", "STAT");
  await client.ask("retr", "RETR 1");
  await client.quit("quit");
  await maildrop.look("ada");
});

/** How sessions end that end without QUIT. */
const ENDS = ["closed", "half-closed", "reset", "unfinished"] as const;

export const drops = scenario("drops", { role }, async (stage) => {
  const maildrop = await Maildrop.serve(stage, Object.fromEntries(ENDS.map((end) => [end, boxOf(stage.seed, 2)])));
  for (const end of ENDS) {
    const { party } = await (await maildrop.login(end, end)).ask(`${end}-dele`, "DELE 1");
    party.exchange(`${end}-drop`);
    if (end === "unfinished") await party.send("QUIT");
    if (end === "reset") party.reset();
    else party.end();
    // Who closes altogether hears nothing more of the server; who half closes waits for its end.
    if (end === "half-closed" || end === "unfinished") await party.receiveEnd();
    await (await maildrop.loginAgain(`${end}-next`, end))?.quit(`${end}-quit`);
    await maildrop.look(end);
  }
});

export const terminated = scenario("terminated", { role }, async (stage) => {
  const maildrop = await Maildrop.serve(stage, { ada: boxOf(stage.seed, 2) });
  const client = await maildrop.login("", "ada");
  await client.ask("dele", "DELE 1");
  maildrop.program.signal("SIGTERM");
  await client.party.lull(2000);
  await maildrop.program.lull(2000);
  await maildrop.look("ada");
});

export const newMail = scenario("new-mail", { role }, async (stage) => {
  const maildrop = await Maildrop.serve(stage, { ada: boxOf(stage.seed, 2) });
  const client = await maildrop.login("", "ada");
  await client.ask("stat", "STAT");
  await maildrop.deliver("ada", "03", letter(stage.seed));
  await client.ask("later-stat", "STAT");
  await client.ask("later-list", "LIST");
  await client.ask("later-retr", "RETR 3");
  await client.ask("dele", "DELE 2");
  await client.quit("quit");
  await maildrop.look("ada");
  const next = await maildrop.loginAgain("next", "ada");
  await next?.ask("next-retr", "RETR 2");
  await next?.quit("next-quit");
});
