import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

let found: string | undefined;

/**
 * The folder of the package, where JSON files lie that the compiler does not copy: code runs from `dist/`, or from
 * `node_modules/wiregrade/dist/`, and neither the working folder nor a number of `..` says where that is.
 */
export function packageRoot(): string {
  return (found ??= walkUp(dirname(fileURLToPath(import.meta.url))));
}

/** The path of a file in the package: `packageFile("harness", "judge", "rubric.schema.json")`. */
export function packageFile(...segments: string[]): string {
  return join(packageRoot(), ...segments);
}

function walkUp(start: string): string {
  for (let folder = start; ; folder = dirname(folder)) {
    if (isOurs(join(folder, "package.json"))) return folder;
    if (folder === dirname(folder)) throw new Error(`no package.json of wiregrade above ${start}`);
  }
}

function isOurs(file: string): boolean {
  try {
    return (JSON.parse(readFileSync(file, "utf8")) as { name?: unknown }).name === "wiregrade";
  } catch {
    return false;
  }
}

/** The version in package.json. */
export function wiregradeVersion(): string {
  return (JSON.parse(readFileSync(packageFile("package.json"), "utf8")) as { version: string }).version;
}
