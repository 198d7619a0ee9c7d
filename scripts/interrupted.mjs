// `npm run interrupted -- [kills] [submissions] [seed]`: kills a batch, coordinator, workers or both, at random moments, and goes on with it by
// `--resume`; then compares it with one that nobody disturbed, and looks for what the killed ones left. Exits with 1 if anything differs.

import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { scratchFolder } from "./scratch-folder.mjs";

const dist = fileURLToPath(new URL("../dist/harness", import.meta.url));
const { readResults } = await import(join(dist, "batch", "results-folder.js"));
const { SOME_ANSWERS, workersAmong } = await import(join(dist, "e2e", "killed-batch.js"));
const { processesMarkedBy } = await import(join(dist, "process", "proc.js"));

const [kills = 30, count = 40] = process.argv.slice(2, 4).map(Number);
const seed = process.argv[4] ?? String(Date.now());
const folder = scratchFolder("interrupted");

const manifest = JSON.stringify({ lab: "udp-echo", commands: { server: "python3 server.py" } });
const paths = Array.from({ length: count }, (_, index) => {
  const path = join(folder, "class", `s${String(index + 1).padStart(2, "0")}`);
  mkdirSync(path, { recursive: true });
  for (const [name, text] of Object.entries({ "wiregrade.json": manifest, "server.py": SOME_ANSWERS, replies: String(2 * index + 1) }))
    writeFileSync(join(path, name), text);
  return path;
});

/** A random number in [0, 1), the same for the same seed. */
let drawn = 0;
const random = () => createHash("sha256").update(`${seed} ${drawn++}`).digest().readUInt32BE() / 2 ** 32;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function start(...args) {
  const child = spawn(process.execPath, [join(dist, "cli.js"), "grade", "udp-echo", ...args, "--no-canary"], { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (output += data));
  return { child, ended: new Promise((resolve) => child.once("close", (code, signal) => resolve({ code, signal, output }))) };
}

const stateOf = (out) => {
  try {
    return JSON.parse(readFileSync(join(out, "batch.json"), "utf8"));
  } catch {
    return null;
  }
};
async function essence(out) {
  const results = await readResults(out);
  return results.map(({ submission, score, complete, runs, verdicts }) => [
    submission.name,
    JSON.stringify({ score, complete, runs: runs.map(({ run }) => run), verdicts: verdicts.map(({ check, status }) => [check, status]) }),
    readdirSync(join(out, submission.name, "transcripts"))
      .sort()
      .join(),
  ]);
}
const inodes = (out) =>
  new Map(readdirSync(out).filter((name) => existsSync(join(out, name, "result.json"))).map((name) => [name, statSync(join(out, name, "result.json")).ino])); // prettier-ignore

const wrong = [];
const note = (words) => {
  wrong.push(words);
  console.error(words);
};

const calm = join(folder, "calm");
const began = performance.now();
const undisturbed = await start(...paths, "--seed", "s", "--out", calm).ended;
const calmMs = performance.now() - began;
if (undisturbed.code !== 0) note(`the undisturbed batch ended with ${undisturbed.code}\n${undisturbed.output}`);
console.log(`undisturbed: ${count} submissions in ${Math.round(calmMs / 1000)} s; seed of the kills: ${seed}`);

const out = join(folder, "out");
const scratches = new Set();
let [done, resumes] = [0, 0];
/** Results that were whole once: they are to stay as they are. */
const whole = new Map();
let batch = start(...paths, "--seed", "s", "--out", out);
while (done < kills) {
  const dead = await Promise.race([batch.ended, pause(random() * ((2 * calmMs) / kills))]);
  if (dead === undefined) {
    const { scratch } = stateOf(out) ?? {};
    if (scratch !== undefined) scratches.add(scratch);
    const workers = scratch === undefined ? [] : workersAmong(processesMarkedBy(scratch));
    const whom = ["coordinator", "workers", "both"][Math.floor(random() * 3)];
    if (whom !== "workers") batch.child.kill("SIGKILL");
    if (whom !== "coordinator")
      for (const pid of workers)
        try {
          process.kill(pid, "SIGKILL");
        } catch {
          // it has ended
        }
    console.log(`${++done}: killed ${whom}${whom === "coordinator" ? "" : ` (${workers.length} processes)`} with ${inodes(out).size} results stored`);
    if (whom === "workers") continue;
    await batch.ended;
  } else if (dead.code !== 0 && dead.code !== 3) note(`a batch ended with ${dead.code}, ${dead.signal}\n${dead.output}`);
  if (dead?.code === 0 && inodes(out).size === count) break;
  for (const [name, inode] of inodes(out)) {
    const { complete } = JSON.parse(readFileSync(join(out, name, "result.json"), "utf8"));
    if (complete) whole.set(name, whole.get(name) ?? inode);
  }
  // Killed before it had written down what it is: there is nothing to go on with.
  batch = stateOf(out) === null ? start(...paths, "--seed", "s", "--out", out) : start("--resume", "--out", out);
  resumes += 1;
}
let last = await batch.ended;
for (let tries = 0; last.code !== 0 && tries < 3; tries++) last = await start("--resume", "--out", out).ended;
if (last.code !== 0) note(`the last resume ended with ${last.code}\n${last.output}`);

const [expected, found] = [await essence(calm), await essence(out)];
for (const [index, [name, ...rest]] of expected.entries())
  if (found[index]?.[0] !== name || found[index].slice(1).join() !== rest.join()) note(`${name} differs\n${rest.join("\n")}\n${found[index]?.join("\n")}`);
if (found.length !== expected.length) note(`${found.length} results instead of ${expected.length}`);
const after = inodes(out);
for (const [name, inode] of whole) if (after.get(name) !== inode) note(`${name} was whole, and was graded again`);
if (readFileSync(join(out, "grades.csv"), "utf8") !== readFileSync(join(calm, "grades.csv"), "utf8")) note("grades.csv differs");
for (const scratch of [...scratches, stateOf(out).scratch]) {
  if (existsSync(scratch)) note(`${scratch} is left`);
  if (processesMarkedBy(scratch).length > 0) note(`processes of ${scratch} are left: ${processesMarkedBy(scratch).join()}`);
}
const partial = readdirSync(out, { recursive: true }).filter((path) => path.includes(".partial"));
if (partial.length > 0) note(`left in the folder of results: ${partial.join()}`);
const mounts = readFileSync("/proc/self/mounts", "utf8").split("\n").filter((line) => [...scratches].some((scratch) => line.includes(scratch))); // prettier-ignore
if (mounts.length > 0) note(`mounts are left: ${mounts.join()}`);
console.log(
  `${done} kills, ${resumes} resumes, ${whole.size} results whole before the last; ${wrong.length === 0 ? "equal, nothing twice, nothing left" : `${wrong.length} wrong`}`,
);
process.exitCode = wrong.length > 0 ? 1 : 0;
