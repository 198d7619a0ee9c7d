import { scenario } from "#harness";
import { serveSite, type Site } from "../site.js";

const role = "server";

const visit = async (site: Site, label: string, cookies = "") =>
  await site.ask(label, cookies === "" ? site.get("/visits") : site.get("/visits", ["Cookie", cookies]));

export const visits = scenario("visits", { role }, async (stage) => {
  const site = await serveSite(stage);
  const first = await visit(site, "first");
  const { cookies } = first;
  await visit(site, "second", cookies);
  await visit(site, "third", cookies);
  const other = await visit(site, "other-first");
  await visit(site, "other-second", other.cookies);
  await visit(site, "fourth", cookies);
});

export const foreign = scenario("foreign-cookie", { role }, async (stage) => {
  const { seed } = stage;
  const site = await serveSite(stage);
  const first = await visit(site, "first");
  // The name is the server's own, the value one that it never gave out.
  const name = first.cookies.split("=")[0] ?? "id";
  const made = `${name}=${seed.word(32)}`;
  await visit(site, "foreign", made);
  await visit(site, "foreign-again", made);
});

export const several = scenario("several-cookies", { role }, async (stage) => {
  const { seed } = stage;
  const site = await serveSite(stage);
  const first = await visit(site, "first");
  // One of the others has a name that ends as the server's does.
  const others = `${seed.word()}=${seed.word()}; ${seed.word()}${first.cookies.split("=")[0] ?? ""}=${seed.word()}`;
  await visit(site, "behind-others", `${others}; ${first.cookies}`);
  await visit(site, "before-others", `${first.cookies}; ${seed.word()}=${seed.word()}`);
});

export const ids = scenario("ids", { role }, async (stage) => {
  const site = await serveSite(stage);
  for (let index = 1; index <= 8; index++) await visit(site, `id-${index}`);
});
