// `npm run examples`: grades every example submission in reference/<lab>/examples, one lab after the other, with the command line.
// Most of them are wrong on purpose, so lost points are no failure: exits non-zero only if grading itself broke.

import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const cli = join(root, "dist", "harness", "cli.js");

/** Folders in `folder`, as paths from the root, in order; none if there is no such folder. */
function foldersIn(...folder) {
  try {
    return readdirSync(join(root, ...folder), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => join(...folder, entry.name))
      .toSorted();
  } catch (error) {
    if (error.code === "ENOENT") return [];
    throw error;
  }
}

for (const lab of readdirSync(join(root, "labs")).toSorted()) {
  const examples = foldersIn("reference", lab, "examples");
  if (examples.length === 0) continue;
  console.log(`\n${lab}`);
  const { status, signal, error } = spawnSync(process.execPath, [cli, "grade", lab, ...examples], { cwd: root, stdio: ["ignore", "inherit", "inherit"] });
  if (error !== undefined) throw error;
  if (status !== 0) {
    console.error(`grading the examples of ${lab} ended with ${signal ?? `exit code ${status}`}`);
    process.exitCode = status ?? 3;
  }
}
