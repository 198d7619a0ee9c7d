import { existsSync } from "node:fs";
import { mkdir, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Tools } from "./isolation.js";

/** Where a sandbox shows what we bring. */
const INSIDE = "/opt/wiregrade/node_modules";

/** A folder with the programs that wiregrade itself brings for builds: tsc, where it is installed with it. */
export async function bringTools(scratch: string): Promise<Tools> {
  const path = join(scratch, "tools");
  await mkdir(path, { recursive: true });
  const typescript = folderOfTypeScript();
  if (typescript === null) return { path, inside: { path: `${INSIDE}/typescript/bin`, folders: {} } };
  await symlink(join(typescript, "bin", "tsc"), join(path, "tsc"));
  // The compiler itself is a package of its own beside it, one for each kind of machine.
  const compiler = join(dirname(typescript), "@typescript");
  const folders = { [typescript]: `${INSIDE}/typescript`, ...(existsSync(compiler) ? { [compiler]: `${INSIDE}/@typescript` } : {}) };
  return { path, inside: { path: `${INSIDE}/typescript/bin`, folders } };
}

/** Null: students of another language do without it. */
function folderOfTypeScript(): string | null {
  try {
    return dirname(createRequire(import.meta.url).resolve("typescript/package.json"));
  } catch {
    return null;
  }
}
