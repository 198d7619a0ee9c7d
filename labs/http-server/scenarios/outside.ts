import { scenario } from "#harness";
import { OUTSIDE, serveSite, type Site } from "../site.js";

const role = "server";

/** Asks for something outside of the root in many ways, each on a connection of its own, then for something inside. */
const attempt = (name: string, targets: (site: Site) => Record<string, string>) =>
  scenario(name, { role }, async (stage) => {
    const site = await serveSite(stage, { more: { "way-out": { linkTo: `../${OUTSIDE}` }, "secret-link.txt": { linkTo: `../${OUTSIDE}/secret.txt` } } });
    for (const [label, target] of Object.entries(targets(site))) await site.ask(label, site.get(target));
    await site.ask("inside", site.get("/docs/deep/leaf.txt"));
  });

const UP = "/..".repeat(12);

export const dots = attempt("dots", () => ({
  dots: `/../${OUTSIDE}/secret.txt`,
  "dots-below": `/docs/../../${OUTSIDE}/secret.txt`,
  "dots-far": `${UP}/etc/passwd`,
}));

export const encodedDots = attempt("encoded-dots", () => ({
  encoded: `/%2e%2e/${OUTSIDE}/secret.txt`,
  "half-encoded": `/.%2E/${OUTSIDE}/secret.txt`,
  "encoded-slash": `/..%2f${OUTSIDE}/secret.txt`,
  "encoded-below": `/docs%2F..%2F..%2f${OUTSIDE}%2fsecret.txt`,
  // Whoever decodes once more, behind the look for dots, is led out by these.
  "encoded-twice": `/%252e%252e/${OUTSIDE}/secret.txt`,
  "encoded-far": `${UP.replaceAll("..", "%2e%2e")}/etc/passwd`,
}));

export const sibling = attempt("sibling", ({ outside }) => ({
  // A root that is compared as text, without its final slash, has this one below it.
  sibling: `/../${OUTSIDE}/secret.txt`,
  "sibling-encoded": `/%2e%2e%2f${OUTSIDE}/secret.txt`,
  absolute: `//${outside.path.slice(1)}/secret.txt`,
  "absolute-encoded": `/%2f${outside.path.slice(1)}/secret.txt`,
}));

export const nul = attempt("nul-and-length", ({ outside }) => ({
  nul: "/notes.txt%00.html",
  "nul-outside": `/..%2f${OUTSIDE}%2fsecret.txt%00.html`,
  "long-name": `/${"n".repeat(300)}.txt`,
  slashes: `////..//..//${outside.path.slice(1)}/secret.txt`,
}));

export const links = attempt("links", () => ({ "linked-folder": `/way-out/secret.txt`, "linked-file": "/secret-link.txt" }));
