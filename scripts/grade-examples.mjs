// `npm run examples`: grades every example submission in reference/<lab>/examples, one lab after the other, with the command line.
// Most of them are wrong on purpose, so lost points are no failure: exits non-zero only if grading itself broke. An example in a
// language that this machine has no tools for is left out, and that is said. They are ours, so they may be graded without isolation.

import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { labNames } from "../dist/harness/lab/load-lab.js";
import { missingProgram } from "../dist/harness/process/find-program.js";

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

/** What an example needs beside Node and is not here; a Makefile needs a C compiler. */
async function missingTools(example) {
  const { build = "", commands } = JSON.parse(readFileSync(join(root, example, "wiregrade.json"), "utf8"));
  const tools = [build, ...Object.values(commands)].map((command) => command.split(" ")[0]).filter((tool) => tool !== "" && !tool.includes("/"));
  if (tools.includes("make")) tools.push("cc");
  const asked = [...new Set(tools)].filter((tool) => tool !== "node" && tool !== "tsc");
  const missing = await Promise.all(asked.map(async (tool) => (await missingProgram(tool, root, process.env.PATH ?? "")) !== null));
  return asked.filter((_, index) => missing[index]);
}

for (const lab of await labNames()) {
  const examples = foldersIn("reference", lab, "examples");
  if (examples.length === 0) continue;
  console.log(`\n${lab}`);
  const here = [];
  for (const example of examples) {
    const missing = await missingTools(example);
    if (missing.length > 0) console.log(`left out: ${example} (not installed here: ${missing.join(", ")})`);
    else here.push(example);
  }
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
