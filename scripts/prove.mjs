// `npm run prove [-- option...]`: proves one lab after the other, each as `wiregrade prove` does, and goes on to the next where one does not hold.
// Exits 1 if any did not.

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { labNames } from "../dist/harness/lab/load-lab.js";

const root = fileURLToPath(new URL("..", import.meta.url));
for (const lab of await labNames()) {
  if (!existsSync(`${root}/reference/${lab}/mutants`)) continue;
  const { status } = spawnSync(process.execPath, [`${root}/dist/harness/cli.js`, "prove", lab, ...process.argv.slice(2)], { stdio: "inherit" });
  if (status === 130 || status === null) process.exit(130);
  if (status !== 0) process.exitCode = 1;
}
