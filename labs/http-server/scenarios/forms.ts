import { scenario } from "#harness";
import { serveSite } from "../site.js";

const role = "server";
const TYPE: [string, string] = ["Content-Type", "application/x-www-form-urlencoded"];

/** As a browser encodes a form: application/x-www-form-urlencoded, in UTF-8 (URL Standard 5.2). */
const encoded = (pairs: Record<string, string>) => new URLSearchParams(pairs).toString();

export const form = scenario("form", { role }, async (stage) => {
  const { seed } = stage;
  const site = await serveSite(stage);
  const ask = async (label: string, body: string) => {
    await site.ask(label, site.upload("POST", "/form", body, TYPE));
  };
  await ask("plain", encoded({ [seed.word()]: seed.word(), [seed.word()]: String(seed.int(10, 99)) }));
  await ask("spaces", encoded({ [`${seed.word()} ${seed.word()}`]: seed.sentence(4) }));
  await ask("percent", `${seed.word()}=%3a%2F%3f${seed.word()}%21&${seed.word()}=${seed.word()}%2B${seed.word()}`);
  await ask("separators", encoded({ [seed.word()]: `${seed.word()}&${seed.word()}=${seed.word()}` }));
  await ask("twice", encoded({ [seed.word()]: `100%25${seed.word()}%2B` }));
  await ask("tags", encoded({ [seed.word()]: `<b onclick=x>${seed.word()}</b>`, [`<i>${seed.word()}`]: `<script>${seed.word()}</script>` }));
  await ask("entities", encoded({ [seed.word()]: `&lt;${seed.word()}&amp;` }));
  await ask("umlauts", encoded({ [seed.word()]: "grün 漢字 €" }));
  const name = seed.word();
  await ask("repeated", [1, 2, 3].map(() => `${name}=${seed.word(8)}`).join("&"));
  await ask("empty", encoded({ [seed.word()]: "", [seed.word()]: seed.word() }));
});

export const longForm = scenario("long-form", { role }, async (stage) => {
  const { seed } = stage;
  const site = await serveSite(stage);
  const pairs = Object.fromEntries(Array.from({ length: 400 }, (_, index) => [`${seed.word(8)}${index}`, seed.sentence(6)]));
  await site.ask("long-form", site.upload("POST", "/form", encoded(pairs), TYPE));
});
