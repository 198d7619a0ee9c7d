import { scenario } from "#harness";
import { serveSite, STRAY_BODY_MS } from "../site.js";

const role = "server";

export const puts = scenario("puts", { role }, async (stage) => {
  const { seed } = stage;
  const site = await serveSite(stage);
  const [one, two, three] = [`${seed.sentence(9)}\n`, `\0\xff\r\n${seed.sentence(5)}`, `${seed.sentence(2)}\n`];
  await site.ask("created", site.upload("PUT", "/files/new.bin", two));
  await site.ask("created-then", site.get("/files/new.bin"));
  await (await site.ask("replaced", site.upload("PUT", "/files/new.bin", three))).party.lull(STRAY_BODY_MS);
  await site.ask("replaced-then", site.get("/files/new.bin"));
  const chunks = [one.slice(0, 10), one.slice(10)].map((chunk) => `${chunk.length.toString(16)}\r\n${chunk}\r\n`).join("");
  const chunked = { ...site.request("PUT", "/files/chunked.txt", ["Transfer-Encoding", "chunked"]), body: `${chunks}0\r\n\r\n` };
  await site.ask("chunked", chunked);
  await site.ask("chunked-then", site.get("/files/chunked.txt"));
  await site.ask("emptied", site.upload("PUT", "/files/empty.txt", ""));
  await site.ask("emptied-then", site.get("/files/empty.txt"));
});

export const longChunk = scenario("long-chunk", { role }, async (stage) => {
  const site = await serveSite(stage);
  // 26 bytes are "1a" in hexadecimal, and no decimal number; 16 are "10", which is another one.
  const [one, two] = [stage.seed.word(26), stage.seed.word(16)];
  const trailers = `X-Trailer: ${stage.seed.word()}\r\nX-Another: ${stage.seed.word()}\r\n`;
  const body = `1a;${stage.seed.word()}=1\r\n${one}\r\n10\r\n${two}\r\n0\r\n${trailers}\r\n`;
  const put = { ...site.request("PUT", "/files/hex.txt", ["Transfer-Encoding", "chunked"]), body };
  // Trailers that are not skipped are in the way of the next request.
  await site.ask("hexadecimal", put, site.get("/docs/deep/leaf.txt"));
  await site.ask("hexadecimal-then", site.get("/files/hex.txt"));
});

export const pipelinedPut = scenario("pipelined-put", { role }, async (stage) => {
  const site = await serveSite(stage);
  // The next request begins right behind the body, in the same segment.
  await site.ask("put-and-get", site.upload("PUT", "/files/one.txt", `${stage.seed.sentence()}\n`), site.get("/docs/deep/leaf.txt"));
  await site.ask("put-then", site.get("/files/one.txt"));
});

export const slowPut = scenario("slow-put", { role }, async (stage) => {
  const site = await serveSite(stage);
  const body = `${stage.seed.sentence(40)}\n`;
  const client = await site.connect();
  client.party.exchange("slow-put");
  await client.send({ ...site.upload("PUT", "/files/slow.txt", body), body: body.slice(0, 20) });
  await client.party.pause(300);
  await client.send(body.slice(20));
  await client.responses(["PUT"]);
  await site.ask("slow-put-then", site.get("/files/slow.txt"));
});

export const twoUploads = scenario("two-uploads", { role }, async (stage) => {
  const site = await serveSite(stage);
  const [body, other] = [`${stage.seed.sentence(40)}\n`, `${stage.seed.sentence(20)}\n`];
  const slow = await site.connect("slow client");
  slow.party.exchange("slow-upload");
  await slow.send({ ...site.upload("PUT", "/files/slow.txt", body), body: body.slice(0, 60) });
  // By then the server has read it.
  await slow.party.pause(200);
  await site.ask("quick-upload", site.upload("PUT", "/files/quick.txt", other));
  await slow.send(body.slice(60));
  await slow.responses(["PUT"]);
  await site.ask("slow-upload-then", site.get("/files/slow.txt"));
  await site.ask("quick-upload-then", site.get("/files/quick.txt"));
});

export const deletes = scenario("deletes", { role }, async (stage) => {
  const site = await serveSite(stage);
  await site.ask("before", site.get("/files/kept.txt"));
  await (await site.ask("deleted", site.request("DELETE", "/files/kept.txt"))).party.lull(STRAY_BODY_MS);
  await site.ask("deleted-then", site.get("/files/kept.txt"));
  await site.ask("deleted-again", site.request("DELETE", "/files/kept.txt"));
});

export const cutUpload = scenario("cut-upload", { role }, async (stage) => {
  const site = await serveSite(stage);
  const body = `${stage.seed.sentence(40)}\n`;
  const client = await site.connect();
  client.party.exchange("cut-upload");
  await client.send({ ...site.upload("PUT", "/files/kept.txt", body), body: body.slice(0, 60) });
  await client.party.pause(200);
  client.party.end();
  await client.party.lull(500);
  client.party.reset();
  await stage.net.pause(200);
  await site.ask("cut-upload-then", site.get("/files/kept.txt"));
});

export const folders = scenario("put-in-a-new-folder", { role }, async (stage) => {
  const site = await serveSite(stage);
  const target = `/files/${stage.seed.word(8)}/deep.txt`;
  await site.ask("new-folder", site.upload("PUT", target, `${stage.seed.sentence()}\n`));
  await site.ask("new-folder-then", site.get(target));
});

export const elsewhere = scenario("put-elsewhere", { role }, async (stage) => {
  const { seed } = stage;
  const site = await serveSite(stage, { more: { "files/out": { linkTo: "../../site-secret" } } });
  const put = async (label: string, target: string) => {
    await site.ask(label, site.upload("PUT", target, `planted ${seed.word()}\n`));
  };
  await put("put-over-a-page", "/notes.txt");
  await put("put-beside", "/planted.txt");
  await put("put-dots", "/files/../planted-2.txt");
  await put("put-outside", "/files/../../site-secret/planted-3.txt");
  await put("put-encoded", "/files/%2e%2e/%2e%2e/site-secret/planted-4.txt");
  await site.ask("delete-page", site.request("DELETE", "/docs/deep/leaf.txt"));
  await site.ask("delete-dots", site.request("DELETE", "/files/../script.js"));
  for (const name of ["notes.txt", "planted.txt", "planted-2.txt", "docs/deep/leaf.txt", "script.js"]) await site.root.look(name);
  for (const name of ["planted-3.txt", "planted-4.txt"]) await site.outside.look(name);
  await site.ask("put-control", site.upload("PUT", "/files/right.txt", `${seed.sentence()}\n`));
  await site.root.look("files/right.txt");
  await put("put-through-a-link", "/files/out/planted-5.txt");
  await site.ask("delete-through-a-link", site.request("DELETE", "/files/out/secret.txt"));
  for (const name of ["planted-5.txt", "secret.txt"]) await site.outside.look(name);
});

export const expectContinue = scenario("expect-continue", { role }, async (stage) => {
  const site = await serveSite(stage);
  const body = `${stage.seed.sentence(6)}\n`;
  const client = await site.connect();
  client.party.exchange("expect");
  await client.send({ ...site.upload("PUT", "/files/expected.txt", body, ["Expect", "100-continue"]), body: "" });
  await client.interim("PUT");
  await client.send(body);
  await client.responses(["PUT"]);
  await site.ask("expect-then", site.get("/files/expected.txt"));
});
