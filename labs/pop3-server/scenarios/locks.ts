import { scenario } from "#harness";
import { boxOf, Maildrop } from "../maildrop.js";

const role = "server";

export const locked = scenario("locked", { role }, async (stage) => {
  const maildrop = await Maildrop.serve(stage, { ada: boxOf(stage.seed, 2), bob: boxOf(stage.seed, 1) });
  const first = await maildrop.login("", "ada");
  await first.ask("dele", "DELE 1");
  const other = await maildrop.login("other", "bob");
  await other.ask("other-stat", "STAT");
  await other.quit("other-quit");
  const second = await maildrop.login("second", "ada");
  // One that was refused has no lock to give back when it leaves. One that still waits for the lock is not asked to leave.
  const hasLeft = second.isOpen && second.replies.length > 0;
  if (hasLeft) await second.quit("second-quit");
  const third = await maildrop.login("third", "ada");
  third.party.exchange("third-leaves").end();
  if (!hasLeft) second.party.exchange("second-leaves").end();
  await first.ask("stat", "STAT");
  await first.quit("quit");
  await (await maildrop.loginAgain("after", "ada"))?.quit("after-quit");
});

/** USER locks nothing, and neither does a wrong password. */
export const notYet = scenario("not-yet-locked", { role }, async (stage) => {
  const maildrop = await Maildrop.serve(stage, { ada: boxOf(stage.seed, 1), bob: boxOf(stage.seed, 2) });
  const named = await maildrop.connect("named");
  await named.ask("named-user", "USER ada");
  const ada = await maildrop.login("ada", "ada");
  await ada.quit("ada-quit");
  const wrong = await maildrop.login("wrong", "bob", "wrong");
  const bob = await maildrop.login("bob", "bob");
  await bob.ask("bob-stat", "STAT");
  await bob.quit("bob-quit");
  named.party.end();
  wrong.party.end();
});

const SESSIONS = 100;

export const many = scenario("hundred-sessions", { role }, async (stage) => {
  const names = Array.from({ length: SESSIONS }, (_, index) => `user${index + 1}`);
  const maildrop = await Maildrop.serve(stage, Object.fromEntries(names.map((name) => [name, boxOf(stage.seed, 1)])));
  const clients = await Promise.all(names.map(async (name) => await maildrop.login(name, name)));
  await Promise.all(clients.map(async (client, index) => await client.ask(`${names[index]}-retr`, "RETR 1")));
  await Promise.all(clients.map(async (client, index) => await client.quit(`${names[index]}-quit`)));
});

export const twoAtOnce = scenario("two-at-once", { role }, async (stage) => {
  const maildrop = await Maildrop.serve(stage, { ada: boxOf(stage.seed, 2), bob: boxOf(stage.seed, 1) });
  const silent = await maildrop.connect("silent");
  const ada = await maildrop.login("ada", "ada");
  const bob = await maildrop.login("bob", "bob");
  await bob.ask("bob-retr", "RETR 1");
  await ada.ask("ada-retr", "RETR 2");
  await bob.quit("bob-quit");
  await ada.quit("ada-quit");
  silent.party.end();
});

export const comeAndGo = scenario("come-and-go", { role }, async (stage) => {
  const maildrop = await Maildrop.serve(stage, { ada: boxOf(stage.seed, 1) });
  for (const label of ["shy", "rude"]) {
    const { party } = await maildrop.connect(label);
    party.exchange(`${label}-leaves`);
    if (label === "shy") party.end();
    else party.reset();
  }
  const client = await maildrop.login("", "ada");
  await client.ask("stat", "STAT");
  await client.quit("quit");
});
