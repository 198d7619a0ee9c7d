import { scenario } from "#harness";
import { serveSite } from "../../../../labs/http-server/site.js";

const role = "server";

/** All that the server can do, on one connection. */
export const longConversation = scenario("hidden-long-conversation", { role, modes: ["whole", "cuts"] }, async (stage) => {
  const { seed } = stage;
  const site = await serveSite(stage);
  const client = await site.connect();
  const [name, value] = [seed.word(), `${seed.word()}+${seed.word()}`];
  const target = `/files/${seed.word(9)}.txt`;
  await client.ask("page", site.get("/docs/"));
  await client.ask("put", site.upload("PUT", target, `${seed.sentence()}\r\n\r\nGET / HTTP/1.1\r\n`));
  await client.ask("head", site.request("HEAD", target));
  await client.ask("stored", site.get(target));
  await client.ask("form", site.upload("POST", "/form", `${name}=${value}`, ["Content-Type", "application/x-www-form-urlencoded"]));
  await client.ask("visit", site.get("/visits"));
  await client.ask("visit-again", site.get("/visits", ["Cookie", client.cookies]));
  await client.ask("deleted", site.request("DELETE", target));
  await client.ask("image", site.get("/image.png"));
});

export const oddNames = scenario("hidden-odd-names", { role }, async (stage) => {
  const { seed } = stage;
  const [plus, dots, question, deep] = [
    `${seed.word()}+${seed.word()}.txt`,
    `${seed.word()}..${seed.word()}.txt`,
    `${seed.word()}?${seed.word()}.txt`,
    `${Array.from({ length: 6 }, () => seed.word(4)).join("/")}.css`,
  ];
  const site = await serveSite(stage, {
    more: Object.fromEntries([plus, dots, deep, "100%.txt", "%41.txt", question].map((name) => [name, `${seed.sentence(6)}\n`])),
  });
  const targets = {
    plus: `/${plus}`,
    dots: `/${dots}`,
    deep: `/${deep}`,
    percent: "/100%25.txt",
    // Decoded twice by whoever leaves a stray percent sign alone, it would be A.txt.
    "percent-and-digits": "/%2541.txt",
    question: `/${question.replace("?", "%3F")}`,
  };
  for (const [label, target] of Object.entries(targets)) await site.ask(label, site.get(target));
});
