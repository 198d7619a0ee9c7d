// `npm run steady -- [rounds] [busy loops] [folder...]`: grades submissions again and again beside busy loops, and tells whether the
// verdicts are the same every time. Without folders: the reference solutions of all labs. Exits 1 if any verdict changed or a reference lost a point.

import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { ORDINARY_JOB } from "../dist/harness/batch/job.js";
import { startWorker } from "../dist/harness/batch/run-worker.js";
import { labNames } from "../dist/harness/lab/load-lab.js";
import { scratchFolder } from "./scratch-folder.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const [rounds = 20, busy = 4] = process.argv.slice(2, 4).map(Number);
const given = process.argv.slice(4).map((folder) => resolve(folder));
const folders = given.length > 0 ? given : (await labNames()).map((lab) => join(root, "reference", lab, "solution"));

const loops = Array.from({ length: busy }, () => spawn(process.execPath, ["-e", "for (;;);"], { stdio: "ignore" }));
process.on("exit", () => loops.forEach((loop) => loop.kill("SIGKILL")));
const scratch = scratchFolder("steady");

for (const folder of folders) {
  const { lab } = JSON.parse(readFileSync(join(folder, "wiregrade.json"), "utf8"));
  const name = `${lab}/${basename(folder)}`;
  let first = null;
  let same = 0;
  const started = performance.now();
  for (let round = 1; round <= rounds; round++) {
    const job = { ...ORDINARY_JOB, lab, folder, name, seed: `steady-${round}` };
    const { verdicts, score, problems } = await startWorker({ ...job, scratch: join(scratch, `${lab}-${round}`) }, () => undefined).result;
    const outcome = verdicts.map(({ check, status }) => `${check} ${status}`);
    first ??= outcome;
    const changed = outcome.filter((line, index) => line !== first[index]);
    if (changed.length === 0) same++;
    else console.log(`${name}, round ${round}: ${changed.join(", ")}${problems.length > 0 ? ` (${problems[0].message})` : ""}`);
    if (given.length === 0 && score < 100) {
      process.exitCode = 1;
      console.log(`${name}, round ${round}: ${score} of 100: ${outcome.filter((line) => !line.endsWith(" pass")).join(", ")}`);
    }
  }
  if (same < rounds) process.exitCode = 1;
  console.log(
    `${name}: the same verdicts in ${same} of ${rounds} rounds beside ${busy} busy loops, ${((performance.now() - started) / rounds / 1000).toFixed(1)} s each`,
  );
}
process.exit();
