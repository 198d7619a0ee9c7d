import { HttpClient, scenario } from "#harness";
import { IMAGES, serveSite } from "../site.js";

/**
 * The arithmetic of the course notes (1.2.2), to be played by hand: `wiregrade play http-server page --rtt 100`. A page and its ten images,
 * first over a connection each, then over one for all; nothing is judged.
 */
export const page = scenario("page", { role: "server" }, async (stage) => {
  const site = await serveSite(stage);
  const far = await stage.net.atDistance(site.port, stage.rttMs);
  const connect = async (name: string) => new HttpClient(await stage.net.connect(name, far));
  const targets = { page: "/gallery/", ...Object.fromEntries(IMAGES.map((name, index) => [`image-${index + 1}`, `/gallery/${name}`])) };
  for (const [label, target] of Object.entries(targets)) {
    const client = await connect(`client for ${label}`);
    await client.ask(`alone-${label}`, site.get(target, ["Connection", "close"]));
    client.party.end();
  }
  const client = await connect("client for all");
  for (const [label, target] of Object.entries(targets)) await client.ask(`together-${label}`, site.get(target));
  client.party.end();
});
