// After `tsc`: removes what it wrote for sources that are gone, so that no lab, scenario or test outlives its source, and makes
// the programs in package.json's "bin" executable (where modes mean something).

import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, rmdirSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = join(root, "dist");

/** The TypeScript source of a compiled file: dist/harness/cli.js.map -> harness/cli.ts. */
function sourceOf(file) {
  return join(root, relative(dist, file).replace(/\.(js|js\.map|d\.ts)$/, ".ts"));
}

/** Returns whether `folder` is empty afterwards. */
function tidy(folder) {
  let left = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (tidy(path)) rmdirSync(path);
      else left++;
    } else if (existsSync(sourceOf(path))) left++;
    else rmSync(path);
  }
  return left === 0;
}

tidy(dist);
for (const bin of Object.values(JSON.parse(readFileSync(join(root, "package.json"), "utf8")).bin)) chmodSync(resolve(root, bin), 0o755);
