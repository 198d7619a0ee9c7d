import { scenario, type Stage } from "#harness";
import type { PopClient } from "../client.js";
import { boxOf, Maildrop } from "../maildrop.js";

const role = "server";

/** After so long without a command a session ends, ms; whole seconds, as some programs count them. */
const IDLE_MS = 1000;
const BUSY_IDLE_MS = 2000;
/** How much later than that is soon enough, ms, with some for the machine. */
const SLACK_MS = 2500;

/** More than there are until the server is no longer waited for; whoever plays by hand waits for ever. */
const MOST_DRIPS = 40;

/** Sends a byte every now and then, and never a line's end: no command, so that it does not count. */
async function drip({ party }: PopClient, idleMs: number): Promise<void> {
  let isOver = false;
  const end = party.receiveEnd(IDLE_MS + SLACK_MS).finally(() => (isOver = true));
  for (let sent = 0; party.alive && !isOver && sent < MOST_DRIPS; sent++) {
    await party.send("N");
    await party.lull(idleMs / 4);
  }
  if (!isOver) party.end();
  await end;
}

export const timeouts = scenario("time-outs", { role, slow: true }, async (stage) => {
  const idleMs = IDLE_MS * stage.unhurried;
  const maildrop = await Maildrop.serve(stage, { ada: boxOf(stage.seed, 2) }, { env: { IDLE_TIMEOUT_MS: String(idleMs) } });
  const idle = await stage.net.promptly(idleMs / 2, async () => await (await maildrop.login("idle", "ada")).ask("idle-dele", "DELE 1"));
  idle.party.exchange("idle-end");
  const silent = await maildrop.connect("silent");
  silent.party.exchange("silent-end");
  const slow = await maildrop.connect("slow");
  slow.party.exchange("slow-end");
  await Promise.all([...[silent, idle].map(async ({ party }) => await party.receiveEnd(IDLE_MS + SLACK_MS)), drip(slow, idleMs)]);
  await (await maildrop.loginAgain("next", "ada", idleMs))?.quit("next-quit");
  await maildrop.look("ada");
});

/** One that is never idle for as long as the time-out, though it lasts longer than that and all that may come on top of it. */
interface Busy {
  commands: number;
  /** After so much of the time-out comes the next command; from so much on our lateness is none of the server's business. */
  pause: number;
  late: number;
}

export const busy = scenario("busy", { role, slow: true }, async (stage) => {
  const { maildrop, keepBusy } = await serveBusily(stage, { commands: 10, pause: 1 / 4, late: 1 / 2 });
  const client = await keepBusy(async () => await maildrop.login("", "ada"), "NOOP");
  await client.quit("quit");
});

/** The same of one that comes no further than USER: to say that again may be wrong, so it is not said often. */
export const undecided = scenario("undecided", { role, slow: true }, async (stage) => {
  const { maildrop, keepBusy } = await serveBusily(stage, { commands: 4, pause: 0.6, late: 0.8 });
  const client = await keepBusy(async () => await maildrop.connect(""), "USER ada");
  await client.ask("pass", `PASS ${maildrop.passwordOf("ada")}`);
  await client.quit("quit");
});

/** A server whose sessions time out, and how to begin one and say a command again and again in it. */
async function serveBusily(stage: Stage, { commands, pause, late }: Busy) {
  const idleMs = BUSY_IDLE_MS * stage.unhurried;
  const maildrop = await Maildrop.serve(stage, { ada: boxOf(stage.seed, 1) }, { env: { IDLE_TIMEOUT_MS: String(idleMs) } });
  const keepBusy = async (begin: () => Promise<PopClient>, command: string): Promise<PopClient> => {
    const client = await stage.net.promptly(idleMs / 2, begin);
    for (let number = 1; number <= commands; number++) {
      // How long the reply takes is the server's business.
      await stage.net.promptly(late * idleMs, async () => await stage.net.pauseByClock(pause * idleMs));
      await client.ask(`busy-${number}`, command);
    }
    return client;
  };
  return { maildrop, keepBusy };
}
