import { scenario, type HttpClient } from "#harness";
import { serveSite, type Site } from "../site.js";

const role = "server";

const visit = async (site: Site, client: HttpClient, label: string, cookies = "") => {
  await client.ask(label, cookies === "" ? site.get("/visits") : site.get("/visits", ["Cookie", cookies]));
};

export const visits = scenario("visits", { role }, async (stage) => {
  const site = await serveSite(stage);
  const first = await site.connect();
  await visit(site, first, "first");
  const { cookies } = first;
  await visit(site, await site.connect("client 2"), "second", cookies);
  await visit(site, await site.connect("client 3"), "third", cookies);
  const other = await site.connect("other client");
  await visit(site, other, "other-first");
  await visit(site, await site.connect("other client 2"), "other-second", other.cookies);
  await visit(site, await site.connect("client 4"), "fourth", cookies);
});

export const foreign = scenario("foreign-cookie", { role }, async (stage) => {
  const { seed } = stage;
  const site = await serveSite(stage);
  const first = await site.connect();
  await visit(site, first, "first");
  // The name is the server's own, the value one that it never gave out.
  const name = first.cookies.split("=")[0] ?? "id";
  const made = `${name}=${seed.word(32)}`;
  const foreigner = await site.connect("client with a cookie of its own");
  await visit(site, foreigner, "foreign", made);
  await visit(site, await site.connect("the same client"), "foreign-again", made);
});

export const several = scenario("several-cookies", { role }, async (stage) => {
  const { seed } = stage;
  const site = await serveSite(stage);
  const first = await site.connect();
  await visit(site, first, "first");
  await visit(site, await site.connect("client 2"), "behind-others", `${seed.word()}=${seed.word()}; ${seed.word()}=${seed.word()}; ${first.cookies}`);
  await visit(site, await site.connect("client 3"), "before-others", `${first.cookies}; ${seed.word()}=${seed.word()}`);
});

export const ids = scenario("ids", { role }, async (stage) => {
  const site = await serveSite(stage);
  for (let index = 1; index <= 8; index++) await visit(site, await site.connect(`client ${index}`), `id-${index}`);
});
