// `npm run real -- [lab [name...]]`: grades the real software in reference/<lab>/real with the lab, and holds each to expected.json there: it passes
// every check that is not listed, and fails every one that is. Software that is not here is named and left out. Exits 1 on any difference; the
// transcripts are kept then.

import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readStored } from "../dist/harness/batch/results-folder.js";
import { labNames } from "../dist/harness/lab/load-lab.js";
import { differences, loadRealSoftware, missingNeeds } from "../dist/harness/proof/real-software.js";
import { scratchFolder } from "./scratch-folder.mjs";

const cli = fileURLToPath(new URL("../dist/harness/cli.js", import.meta.url));
const scratch = scratchFolder("real", (code) => code === 1);
process.on("exit", (code) => code === 1 && console.log(`transcripts: ${scratch}`));

const [only, ...names] = process.argv.slice(2);
const labs = await labNames();
if (only !== undefined && !labs.includes(only)) refuse(`there is no lab ${only}; there are ${labs.join(", ")}`);
for (const lab of only === undefined ? labs : [only]) await tryAgainst(lab, await softwareHere(lab));

/** What of a lab's real software is asked for and can be tried, by name; what cannot is said. */
async function softwareHere(lab) {
  const all = await loadRealSoftware(lab);
  const unknown = names.filter((name) => !all.has(name));
  if (unknown.length > 0) refuse(`${lab} is not tried against ${unknown.join(", ")}, but against ${[...all.keys()].join(", ") || "nothing"}`);
  const here = new Map();
  for (const [name, software] of all) {
    if (names.length > 0 && !names.includes(name)) continue;
    const missing = await missingNeeds(software);
    if (missing.length === 0) here.set(name, software);
    else console.log(`${lab} ${name}: NOT TRIED: ${missing.join(", ")} not found; ${software.install}`);
  }
  return here;
}

/** Grades them all at once and prints a line for each, with what differs below it. */
async function tryAgainst(lab, software) {
  if (software.size === 0) return;
  const out = join(scratch, lab);
  const folders = [...software.values()].map(({ folder }) => folder);
  const started = performance.now();
  // They are ours, so they may be graded without isolation.
  const grading = spawnSync(process.execPath, [cli, "grade", lab, ...folders, "--no-canary", "--expose-hidden", "--out", out], { encoding: "utf8" });
  for (const [name, { fails }] of software) {
    const result = await readStored(out, name);
    const found = result === null ? ["there is no result"] : differences(fails, result.verdicts);
    const count = (status) => result?.verdicts.filter((verdict) => verdict.status === status).length ?? 0;
    const counts = `${count("pass")} checks pass, ${count("fail")} fail and hold up ${count("skip")}`;
    console.log(`${lab} ${name}: ${found.length === 0 ? "as expected" : "OTHERWISE THAN EXPECTED"}: ${counts}`);
    for (const difference of found) console.log(`  ${difference}`);
    if (found.length > 0) process.exitCode = 1;
  }
  console.log(`${lab}: ${software.size} tried in ${Math.round((performance.now() - started) / 1000)} s`);
  if (grading.status === 0) return;
  console.log(`grading ended with ${grading.signal ?? `exit code ${grading.status}`}:\n${grading.stdout}${grading.stderr}`);
  process.exitCode = 1;
}

function refuse(message) {
  console.error(message);
  process.exit(2);
}
