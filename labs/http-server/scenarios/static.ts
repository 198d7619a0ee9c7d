import { scenario, utf8 } from "#harness";
import { EARLIER, MODIFIED, serveSite, STRAY_BODY_MS } from "../site.js";

const role = "server";

/** What most programs get right first; in every mode, for a request may arrive in any pieces. */
export const oneFile = scenario("one-file", { role, modes: ["whole", "bytes", "cuts", "coalesced"] }, async (stage) => {
  const site = await serveSite(stage);
  await site.ask("file", site.get("/notes.txt"));
});

export const files = scenario("files", { role }, async (stage) => {
  const site = await serveSite(stage);
  const ask = async (label: string, target: string) => await site.ask(label, site.get(target));
  for (const name of ["style.css", "script.js", "data.json", "image.png", "photo.jpg", "moving.gif", "drawing.svg", "paper.pdf", "empty.txt", "umlauts.txt"])
    await ask(name.replace(/\..*/, ""), `/${name}`);
  await ask("page", "/index.html");
  await ask("root", "/");
  await ask("folder", "/docs/");
  await ask("leaf", "/docs/deep/leaf.txt");
  await ask("slashless", "/docs");
  await ask("missing", `/${stage.seed.word(8)}.txt`);
  await ask("missing-below", `/docs/${stage.seed.word(8)}/x.html`);
  await ask("bare", "/bare/");
  await ask("space", "/two%20words.txt");
  await ask("umlaut", `/gr%C3%B6%c3%9fe.txt`);
  await ask("letters", "/%6eotes%2Etxt");
  await ask("query", `/notes.txt?${stage.seed.word()}=${stage.seed.word()}`);
});

export const localTime = scenario("local-time", { role }, async (stage) => {
  const site = await serveSite(stage, { env: { TZ: "America/New_York" } });
  await site.ask("far-west", site.get("/notes.txt"));
});

export const heads = scenario("heads", { role }, async (stage) => {
  const site = await serveSite(stage);
  // What comes behind a head may come a moment later.
  await (await site.ask("head", site.request("HEAD", "/image.png"))).party.lull(STRAY_BODY_MS);
  await (await site.ask("head-missing", site.request("HEAD", `/${stage.seed.word(8)}.txt`))).party.lull(STRAY_BODY_MS);
  // If a body came with the first response, the second is not where it should be.
  await site.ask("head-then-get", site.request("HEAD", "/notes.txt"), site.get("/docs/deep/leaf.txt"));
});

export const conditional = scenario("conditional", { role }, async (stage) => {
  const site = await serveSite(stage);
  const first = await site.ask("unconditional", site.get("/notes.txt"));
  const sent = first.field("Last-Modified") ?? MODIFIED.toUTCString();
  const tag = first.field("ETag");
  const ask = async (label: string, ...fields: [string, string][]) => {
    await site.ask(label, site.get("/notes.txt", ...fields));
  };
  await ask("same-date", ["If-Modified-Since", sent]);
  await ask("earlier-date", ["If-Modified-Since", EARLIER.toUTCString()]);
  await ask("no-date", ["If-Modified-Since", `${stage.seed.word()} ago`]);
  await site.ask("then-get", site.get("/notes.txt", ["If-Modified-Since", sent]), site.get("/docs/deep/leaf.txt"));
  if (tag === null) return;
  await ask("same-tag", ["If-None-Match", tag]);
  await ask("other-tag", ["If-None-Match", `"${stage.seed.word(12)}"`], ["If-Modified-Since", sent]);
});

export const untold = scenario("absolute-form", { role }, async (stage) => {
  const site = await serveSite(stage);
  const host = `127.0.0.1:${site.port.number}`;
  await site.ask("absolute", site.get(`http://${host}/docs/deep/leaf.txt`));
});

export const fieldNames = scenario("field-names", { role }, async (stage) => {
  const site = await serveSite(stage);
  const host = `127.0.0.1:${site.port.number}`;
  await site.ask("lower-case", `GET /notes.txt HTTP/1.1\r\nhost: ${host}\r\naccept: */*\r\n\r\n`);
  const put = async (label: string, name: string, client: string, fields: (length: number) => string) => {
    const body = `${stage.seed.sentence()}\n`;
    const party = await site.connect(client);
    await party.ask(label, `PUT /files/${name}.txt HTTP/1.1\r\n${fields(body.length)}\r\n\r\n${body}`);
    await party.party.receiveEnd();
    await site.ask(`${label}-stored`, site.get(`/files/${name}.txt`));
  };
  await put("odd-case", "odd", "client 2", (length) => `hOST: ${host}\r\ncontent-LENGTH: ${length}\r\nCONNECTION: close`);
  // Spaces alone: nginx answers 400 to a tab before a length, which RFC 9110 5.6.3 allows.
  await put("blanks", "blanks", "client 3", (length) => `Host:${host}\r\nContent-Length:   ${length}  \r\nConnection:close`);
});

export const beyond = scenario("ranges-and-gzip", { role }, async (stage) => {
  const text = Array.from({ length: 200 }, () => stage.seed.sentence(8)).join("\n");
  const site = await serveSite(stage, { more: { "long.txt": utf8(text) } });
  const ask = async (label: string, target: string, ...fields: [string, string][]) => {
    await site.ask(label, site.get(target, ...fields));
  };
  await ask("first-bytes", "/image.png", ["Range", "bytes=0-99"]);
  await ask("middle-bytes", "/image.png", ["Range", "bytes=200-299"]);
  await ask("from-on", "/image.png", ["Range", "bytes=1000-"]);
  await ask("last-bytes", "/image.png", ["Range", "bytes=-50"]);
  await ask("past-the-end", "/image.png", ["Range", "bytes=90000-90001"]);
  await ask("gzip", "/long.txt", ["Accept-Encoding", "gzip"]);
  await ask("identity", "/long.txt");
  await ask("another-coding", "/long.txt", ["Accept-Encoding", "compress"]);
});
