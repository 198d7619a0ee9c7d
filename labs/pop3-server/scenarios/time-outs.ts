import { scenario, type Stage } from "#harness";
import type { PopClient } from "../client.js";
import { boxOf, Maildrop } from "../maildrop.js";

const role = "server";

/** After so long without a command a session ends, ms; whole seconds, as some programs count them. */
const IDLE_MS = 1000;
const BUSY_IDLE_MS = 2000;
/** How much later than that is soon enough, ms. */
const SLACK_MS = 2000;

/** Where commands that are answered take so long that the time-out may have run out meanwhile, it is this machine that was late, and closing is right. */
async function inTime(stage: Stage, limitMs: number, ask: () => Promise<PopClient>): Promise<PopClient> {
  const began = performance.now();
  const client = await ask();
  const late = performance.now() - began >= limitMs;
  if (late && !client.isSilent) await stage.net.promptly(0, () => Promise.resolve());
  return client;
}

export const timeouts = scenario("time-outs", { role, slow: true }, async (stage) => {
  const idleMs = IDLE_MS * stage.unhurried;
  const maildrop = await Maildrop.serve(stage, { ada: boxOf(stage.seed, 2) }, { env: { IDLE_TIMEOUT_MS: String(idleMs) } });
  const idle = await inTime(stage, idleMs / 2, async () => await (await maildrop.login("idle", "ada")).ask("idle-dele", "DELE 1"));
  const silent = await maildrop.connect("silent");
  silent.party.exchange("silent-end");
  idle.party.exchange("idle-end");
  await Promise.all([silent, idle].map(async ({ party }) => await party.receiveEnd(idleMs + SLACK_MS)));
  await (await maildrop.loginAgain("next", "ada"))?.quit("next-quit");
  await maildrop.look("ada");
});

/** A session that is never idle for as long as the time-out, though it lasts longer. */
export const busy = scenario("busy", { role, slow: true }, async (stage) => {
  const idleMs = BUSY_IDLE_MS * stage.unhurried;
  const maildrop = await Maildrop.serve(stage, { ada: boxOf(stage.seed, 1) }, { env: { IDLE_TIMEOUT_MS: String(idleMs) } });
  const client = await inTime(stage, idleMs / 2, async () => await maildrop.login("", "ada"));
  for (let number = 1; number <= 6; number++)
    await inTime(stage, idleMs / 2, async () => {
      await stage.net.pauseByClock(idleMs / 4);
      return await client.ask(`busy-${number}`, "NOOP");
    });
  await client.quit("quit");
});
