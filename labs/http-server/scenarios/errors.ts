import { scenario, SeededStream, type Stage } from "#harness";
import { MODIFIED, serveSite, type Site } from "../site.js";

const role = "server";

const host = (site: Site) => `Host: 127.0.0.1:${site.port.number}\r\n`;

/** A scenario of one odd request, and then an ordinary one: a program that dies of it loses nothing else. */
const survives = (name: string, request: (site: Site, stage: Stage) => string) =>
  scenario(name, { role }, async (stage) => {
    const site = await serveSite(stage);
    await site.ask("odd", request(site, stage));
    await site.ask("next", site.get("/notes.txt"));
  });

export const malformed = survives("malformed", (_, { seed }) => `${seed.word()}\r\nHost: 127.0.0.1\r\n\r\n`);
export const noVersion = survives("no-version", (site, { seed }) => `GET /notes.txt ${seed.word()}\r\n${host(site)}\r\n`);
export const noHost = survives("no-host", () => "GET /notes.txt HTTP/1.1\r\nAccept: */*\r\n\r\n");
export const twoHosts = survives("two-hosts", (site, { seed }) => `GET /notes.txt HTTP/1.1\r\n${host(site)}Host: ${seed.word()}.example\r\n\r\n`);
export const spaceBeforeColon = survives("space-before-colon", (site) => `GET /notes.txt HTTP/1.1\r\n${host(site)}Accept : */*\r\n\r\n`);
export const badLength = survives("bad-length", (site) => `PUT /files/bad.txt HTTP/1.1\r\n${host(site)}Content-Length: 5x\r\n\r\nhello`);
export const negativeLength = survives("negative-length", (site) => `PUT /files/bad.txt HTTP/1.1\r\n${host(site)}Content-Length: -5\r\n\r\nhello`);
export const unknownMethod = survives("unknown-method", (site, { seed }) => `${seed.word(7).toUpperCase()} /notes.txt HTTP/1.1\r\n${host(site)}\r\n`);
export const otherVersion = survives("other-version", (site) => `GET /notes.txt HTTP/3.7\r\n${host(site)}\r\n`);
/** Whoever joins the lines finds the date of the file, whoever drops the second one finds no date. */
export const folded = survives("folded", (site) => {
  const date = MODIFIED.toUTCString().replace(/ (?=\d+:)/, "\r\n ");
  return `GET /notes.txt HTTP/1.1\r\n${host(site)}If-Modified-Since: ${date}\r\n\r\n`;
});
export const emptyLine = survives("empty-line", (site) => `\r\nGET /notes.txt HTTP/1.1\r\n${host(site)}\r\n`);

/** The second size is one for parsers of numbers that stop at what is no digit, the third for those that know prefixes (strtol, int, parseInt). */
const BAD_SIZES = { odd: "hello", "odd-end": "5z", "odd-prefix": "0x5" };

export const badChunk = scenario("bad-chunk", { role }, async (stage) => {
  const site = await serveSite(stage);
  for (const [label, size] of Object.entries(BAD_SIZES))
    await site.ask(label, `PUT /files/bad.txt HTTP/1.1\r\n${host(site)}Transfer-Encoding: chunked\r\n\r\n${size}\r\nworld\r\n0\r\n\r\n`);
  await site.ask("next", site.get("/notes.txt"));
});

/** Sends much while it reads: a server may answer, or break the connection, long before it is done. */
async function flood(stage: Stage, site: Site, label: string, start: string, bytes: number): Promise<void> {
  const client = await site.connect("long-winded client");
  client.party.exchange(label);
  const reading = client.responses(["GET"]);
  await client.send(start);
  // Letters without a line end.
  await client.party.sendStream(new SeededStream(stage.seed.word(12), bytes, bytes + 1));
  await client.send(` HTTP/1.1\r\n${host(site)}\r\n`);
  await reading;
}

export const longTarget = scenario("long-target", { role }, async (stage) => {
  const site = await serveSite(stage);
  await flood(stage, site, "odd", "GET /", 64 << 10);
  await site.ask("next", site.get("/notes.txt"));
});

export const longHeader = scenario("long-header", { role }, async (stage) => {
  const site = await serveSite(stage);
  await flood(stage, site, "odd", `GET /notes.txt HTTP/1.1\r\n${host(site)}X-Long: `, 1 << 20);
  await site.ask("next", site.get("/notes.txt"));
});

export const smuggling = scenario("smuggling", { role }, async (stage) => {
  const site = await serveSite(stage);
  const client = await site.connect();
  client.party.exchange("both-lengths");
  // By its Content-Length the request has a body of 4 bytes, and what follows would be a request of its own.
  const chunks = `5\r\n${stage.seed.word(5)}\r\n0\r\n\r\n`;
  await client.send(`PUT /files/smuggled.txt HTTP/1.1\r\n${host(site)}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n${chunks}`);
  await client.responses(["PUT"]);
  await client.party.receiveEnd();
  await site.ask("both-lengths-then", site.get("/files/smuggled.txt"));
  await site.ask("next", site.get("/notes.txt"));
});

export const unreadBody = scenario("unread-body", { role }, async (stage) => {
  const site = await serveSite(stage);
  const client = await site.connect();
  // The body of a request that is refused, or needs none, looks like a request.
  const body = `GET /docs/deep/leaf.txt HTTP/1.1\r\n${host(site)}\r\n`;
  await client.ask("body-of-get", { ...site.upload("GET", "/notes.txt", body) });
  if (client.announcesClose) await client.party.receiveEnd();
  else await client.party.lull(300);
  if (client.party.receivedEnd || client.announcesClose) return;
  await client.ask("after-body", site.get("/image.png"));
});
