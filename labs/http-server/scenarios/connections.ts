import { scenario } from "#harness";
import { serveSite } from "../site.js";

const role = "server";

/** How long a server that closes after a response may take to do so, ms. */
const CLOSING_MS = 300;

export const persistent = scenario("persistent", { role, modes: ["whole", "bytes", "cuts"] }, async (stage) => {
  const site = await serveSite(stage);
  const client = await site.connect();
  await client.ask("first", site.get("/notes.txt"));
  await client.ask("second", site.get("/docs/deep/leaf.txt"));
  await client.ask("missing", site.get(`/${stage.seed.word(8)}.txt`));
  // A server may close after an error, if it says so.
  await client.party.lull(CLOSING_MS);
  const next = client.party.receivedEnd || client.announcesClose ? await site.connect("client 2") : client;
  await next.ask("after-missing", site.get("/image.png"));
});

/** The last request that is to be answered on a connection, and its end. */
const LAST: Record<string, [string, string][]> = {
  close: [["Connection", "close"]],
  "close-upper-case": [["Connection", "Close"]],
  "close-in-a-list": [["Connection", "foo, close"]],
};

export const closes = scenario("closes", { role }, async (stage) => {
  const site = await serveSite(stage);
  for (const [label, fields] of Object.entries(LAST)) {
    const client = await site.connect(`client for ${label}`);
    await client.ask(label, site.get("/notes.txt", ...fields));
    await client.party.receiveEnd();
  }
  const old = await site.connect("client of 1996");
  await old.ask("http-1-0", { method: "GET", target: "/notes.txt", version: "HTTP/1.0" });
  await old.party.receiveEnd();
});

export const pipelined = scenario("pipelined", { role, modes: ["whole", "bytes", "cuts"] }, async (stage) => {
  const site = await serveSite(stage);
  const client = await site.connect();
  const targets = stage.seed.shuffle(["/notes.txt", "/image.png", "/docs/deep/leaf.txt", "/umlauts.txt", "/data.json"]);
  await client.ask("pipelined", ...targets.map((target) => site.get(target)));
});

export const manyIdle = scenario("many-idle", { role }, async (stage) => {
  const site = await serveSite(stage);
  for (let index = 0; index < 200; index++) await site.connect(index === 0 ? "idle client" : `idle client ${index + 1}`);
  await site.ask("served", site.get("/notes.txt"));
});

const AFTERMATH_MS = 200;

export const stalled = scenario("stalled", { role }, async (stage) => {
  const site = await serveSite(stage);
  const slow = await site.connect("slow client");
  slow.party.exchange("stalled");
  await slow.send(`GET /notes.txt HTTP/1.1\r\nHo`);
  // By then the server has read it.
  await slow.party.lull(AFTERMATH_MS);
  await site.ask("meanwhile", site.get("/docs/deep/leaf.txt"));
  await slow.send(`st: 127.0.0.1\r\n\r\n`);
  await slow.responses(["GET"]);
});

export const connectAndClose = scenario("connect-and-close", { role }, async (stage) => {
  const site = await serveSite(stage);
  const shy = await site.connect("shy client");
  shy.party.exchange("shy").end();
  const rude = await site.connect("rude client");
  rude.party.exchange("rude").reset();
  await stage.net.pause(AFTERMATH_MS);
  await site.ask("next", site.get("/notes.txt"));
});

/** An idle connection is closed after so long, ms; whole seconds, as some programs count them. */
const IDLE_MS = 1000;
const BUSY_IDLE_MS = 2000;
/** How much later than that is soon enough, ms. */
const SLACK_MS = 2000;

export const timeouts = scenario("time-outs", { role, slow: true }, async (stage) => {
  const idleMs = IDLE_MS * stage.unhurried;
  const site = await serveSite(stage, { env: { IDLE_TIMEOUT_MS: String(idleMs) } });
  const silent = await site.connect("silent client");
  silent.party.exchange("silent");
  // A request that comes after the time-out is rightly not answered.
  const idle = await stage.net.promptly(idleMs / 2, async () => {
    const client = await site.connect("idle client");
    await client.ask("used", site.get("/notes.txt"));
    return client;
  });
  idle.party.exchange("idle");
  const [half, halfBody] = [await site.connect("hesitant client"), await site.connect("client that stops in a body")];
  half.party.exchange("half");
  await half.send("GET /notes.txt HTTP/1.1\r\nHost: 127");
  halfBody.party.exchange("half-body");
  await halfBody.send({ ...site.upload("PUT", "/files/half.txt", "x".repeat(100)), body: "x".repeat(50) });
  await Promise.all([silent, idle, half, halfBody].map(({ party }) => party.receiveEnd(IDLE_MS + SLACK_MS)));
});

/** Longer than a server may take that closes after the shortest time-out of the other scenarios, whatever it was told, ms. */
const PATIENT_MS = IDLE_MS + SLACK_MS + 500;
/** What IDLE_TIMEOUT_MS is if it is not set, ms. */
const DEFAULT_IDLE_MS = 30_000;

export const patient = scenario("patient", { role, slow: true }, async (stage) => {
  const site = await serveSite(stage);
  const client = await site.connect();
  await client.ask("before", site.get("/notes.txt"));
  await client.party.pauseByClock(PATIENT_MS, DEFAULT_IDLE_MS / 2);
  await client.ask("after-a-while", site.get("/docs/deep/leaf.txt"));
});

/** A connection that is never idle for as long as the time-out, though it is open for longer. */
export const busy = scenario("busy", { role, slow: true }, async (stage) => {
  const idleMs = BUSY_IDLE_MS * stage.unhurried;
  const site = await serveSite(stage, { env: { IDLE_TIMEOUT_MS: String(idleMs) } });
  const client = await site.connect();
  for (let number = 1; number <= 6; number++) {
    // Where we come so late that the time-out may have run out, closing is right.
    await stage.net.promptly(idleMs / 2, async () => {
      if (number > 1) await stage.net.pauseByClock(idleMs / 4);
      await client.ask(`busy-${number}`, site.get("/notes.txt"));
    });
  }
});
