// `npm run examples`: grades every example submission in reference/<lab>/examples, one lab after the other, with the command line.
// Most of them are wrong on purpose, so lost points are no failure: exits non-zero only if grading itself broke. An example in a
// language that this machine has no tools for is left out, and that is said. They are ours, so they may be graded without isolation.

import { spawnSync } from "node:child_process";
import { accessSync, constants, readdirSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const cli = join(root, "dist", "harness", "cli.js");

/** Folders in `folder`, as paths from the root, in order; none if there is no such folder. */
function foldersIn(...folder) {
  try {
    return readdirSync(join(root, ...folder), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => join(...folder, entry.name))
      .sort();
  } catch (error) {
    if (error.code === "ENOENT") return [];
    throw error;
  }
}

function isInstalled(tool) {
  return process.env.PATH.split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, tool), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** What an example needs beside Node and is not here; a Makefile needs a C compiler. */
function missingTools(example) {
  const { build = "", commands } = JSON.parse(readFileSync(join(root, example, "wiregrade.json"), "utf8"));
  const tools = [build, ...Object.values(commands)].map((command) => command.split(" ")[0]).filter((tool) => tool !== "" && !tool.includes("/"));
  if (tools.includes("make")) tools.push("cc");
  return [...new Set(tools)].filter((tool) => tool !== "node" && tool !== "tsc" && !isInstalled(tool));
}

for (const lab of readdirSync(join(root, "labs")).sort()) {
  const examples = foldersIn("reference", lab, "examples");
  if (examples.length === 0) continue;
  console.log(`\n${lab}`);
  const here = examples.filter((example) => {
    const missing = missingTools(example);
    if (missing.length > 0) console.log(`left out: ${example} (not installed here: ${missing.join(", ")})`);
    return missing.length === 0;
  });
  if (here.length === 0) continue;
  const { status, signal, error } = spawnSync(process.execPath, [cli, "grade", lab, ...here, "--no-canary", "--expose-hidden"], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (error !== undefined) throw error;
  if (status !== 0) {
    console.error(`grading the examples of ${lab} ended with ${signal ?? `exit code ${status}`}`);
    process.exitCode = status ?? 3;
  }
}
