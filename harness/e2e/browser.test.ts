import { describe, expect, test } from "@jest/globals";
import { join } from "node:path";
import { HeadlessBrowser, installedBrowser } from "./headless-browser.js";
import { folderWith } from "./run-cli.js";
import { startReference } from "./start-reference.js";

const command = await installedBrowser();
if (command === null) console.warn("no Chromium here: the reference of http-server is not tried with a browser");

/** The smallest GIF: one pixel. */
const PIXEL = Buffer.from("R0lGODlhAQABAIAAAP///wAAACwAAAAAAQABAAACAkQBADs=", "base64");
const IMAGES = Array.from({ length: 10 }, (_, index) => `image-${index}.gif`);
const SITE = {
  "site/gallery/index.html": `<!DOCTYPE html><link rel="stylesheet" href="../style.css"><p id="styled">a</p>${IMAGES.map((name) => `<img src="${name}">`).join("")}`,
  "site/style.css": "#styled { color: rgb(1, 2, 3); }",
  "site/form.html": `<!DOCTYPE html><meta charset="utf-8"><form method="post" action="/form"><input name="who"><input name="what"></form>`,
};

(command === null ? describe.skip : describe)("the reference of http-server", () => {
  test("a browser loads a page with its stylesheet and ten images, sends a form, and comes back with its cookie", async () => {
    using folder = folderWith(SITE);
    const { port, stop } = await startReference("http-server", folder.path, join(folder.path, "site"));
    const origin = `http://127.0.0.1:${port}`;
    try {
      for (const name of IMAGES) await fetch(`${origin}/files/${name}`, { method: "PUT", body: PIXEL });
      await using browser = await HeadlessBrowser.start(command ?? "");
      await browser.open(`${origin}/gallery/`);
      expect(await browser.evaluate("getComputedStyle(document.getElementById('styled')).color")).toBe("rgb(1, 2, 3)");
      // The images that are not there, and one that is: both answered on the same few connections.
      expect(await browser.evaluate("[...document.images].map((image) => image.complete && image.naturalWidth)")).toEqual(IMAGES.map(() => 0));
      await browser.evaluate("Promise.all([...document.images].map((image) => new Promise((seen) => { image.onload = image.onerror = seen; image.src = '/files/' + image.getAttribute('src'); })))"); // prettier-ignore
      expect(await browser.evaluate("[...document.images].map((image) => image.naturalWidth)")).toEqual(IMAGES.map(() => 1));

      await browser.open(`${origin}/form.html`);
      await browser.leave("document.forms[0].who.value = 'Grün & <b>Söhne</b>'; document.forms[0].what.value = '1+1 = 2'; document.forms[0].submit()");
      const shown = String(await browser.evaluate("document.body.innerText"));
      for (const text of ["who", "Grün & <b>Söhne</b>", "what", "1+1 = 2"]) expect(shown).toContain(text);
      expect(await browser.evaluate("document.querySelector('b')")).toBeNull();

      for (const count of ["1", "2", "3"]) {
        await browser.open(`${origin}/visits`);
        expect(String(await browser.evaluate("document.body.innerText")).trim()).toBe(count);
      }
    } finally {
      stop();
    }
  }, 120_000);
});
