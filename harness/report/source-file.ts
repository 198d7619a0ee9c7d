import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { MANIFEST_NAME } from "../submission/manifest.js";

/** The file of a submission that a role is most likely written in, relative to its folder, from the words of its command; else the manifest. */
export function sourceFile(folder: string, words: readonly string[]): string {
  const files = readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [entry.name] : []));
  for (const word of words) {
    const path = word.replace(/^\.\//, "");
    if (files.includes(path) && path.includes(".")) return path;
    const stem = basename(path)
      .replace(/\.[^.]*$/, "")
      .toLowerCase();
    // What is built is not what was written: server for server.c, build/server.js for server.ts.
    const source = files.find((file) => file.replace(/\.[^.]*$/, "").toLowerCase() === stem && /\.(?:c|cc|cpp|go|java|kt|rs|ts|mts|cs)$/.test(file));
    if (source !== undefined) return source;
    const main = join("cmd", stem, "main.go");
    if (stem !== "" && existsSync(join(folder, main))) return main;
  }
  return MANIFEST_NAME;
}
