import { readFile } from "node:fs/promises";
import { relative } from "node:path";
import { packageFile } from "../text/package-root.js";
import { filesBelow } from "./files-below.js";
import type { Texts } from "./leaks.js";

/** Beside sources: what was installed, built or recorded, and the adapters of real software. */
const NO_SECRET = /\/(node_modules|build|__pycache__|golden|real|\.wiregrade)\/|\.md$/;

/** Solutions, examples, mutants, hidden checks and scenarios of all labs. */
export async function secretTexts(): Promise<Texts> {
  return await textsBelow([packageFile("reference")], (file) => !NO_SECRET.test(file));
}

/** What everybody may read anyway: handouts, skeletons, visible checks and scenarios; names of days and months. */
export async function openTexts(): Promise<Texts> {
  const wanted = /\/labs\/[^/]+\/(skeleton|scenarios|rubric\.json$|HANDOUT\.md$)|\/harness\/text\/[^/]*\.ts$/;
  return await textsBelow([packageFile("labs"), packageFile("harness", "text")], (file) => wanted.test(file) && !file.includes("/node_modules/"));
}

/** The texts of a folder's files, by their paths relative to `base`. */
export async function textsBelow(folders: readonly string[], wanted: (file: string) => boolean = () => true, base = packageFile()): Promise<Texts> {
  const files = (await Promise.all(folders.map(filesBelow))).flat().filter(wanted);
  return new Map(await Promise.all(files.map(async (file) => [relative(base, file), await readFile(file, "utf8")] as const)));
}
