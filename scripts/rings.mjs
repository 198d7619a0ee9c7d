// `npm run rings -- [trials] [busy loops] [folder]`: rings of a dht submission, as docs/performance.md tells them: how many intervals
// they take to become true, how much of a core 24 peers take, and how often the churn passes. Exits 1 if any ring stayed untrue.

import { spawn, spawnSync } from "node:child_process";
import { cpSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import pLimit from "p-limit";
import { ORDINARY_JOB } from "../dist/harness/batch/job.js";
import { startWorker } from "../dist/harness/batch/run-worker.js";
import { parseCommand } from "../dist/harness/process/command.js";
import { sandboxFor } from "../dist/harness/process/isolation.js";
import { cpuMsOf } from "../dist/harness/process/proc.js";
import { loadLab } from "../dist/harness/lab/load-lab.js";
import { playRun } from "../dist/harness/world/play-run.js";
import { scenario } from "../dist/harness/world/scenario.js";
import { RUN_LIMITS } from "../dist/harness/world/spawned-student.js";
import { Peers } from "../dist/labs/dht/peers.js";
import { scratchFolder } from "./scratch-folder.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const [trials = 50, busy = 0] = process.argv.slice(2, 4).map(Number);
const folder = resolve(process.argv[4] ?? join(root, "reference", "dht", "solution"));
const loops = Array.from({ length: busy }, () => spawn(process.execPath, ["-e", "for (;;);"], { stdio: "ignore" }));
process.on("exit", () => loops.forEach((loop) => loop.kill("SIGKILL")));
const scratch = scratchFolder("rings");

const manifest = JSON.parse(readFileSync(join(folder, "wiregrade.json"), "utf8"));
const built = join(scratch, "built");
cpSync(folder, built, { recursive: true });
if (manifest.build !== undefined) {
  const env = { ...process.env, PATH: `${join(root, "node_modules", ".bin")}:${process.env.PATH}` };
  const { status } = spawnSync("sh", ["-c", manifest.build], { cwd: built, stdio: "inherit", env });
  if (status !== 0) process.exit(1);
}

/** Intervals after which a ring is not waited for any longer. */
const LIMIT = 24;
/** How long the CPU time of a ring is counted, intervals, and in how many of the trials. */
const COUNTED = 25;
const COUNTED_TRIALS = 10;
/** Rings at the same time, so that about as many peers run in each case; CPU time can be counted of one alone. */
const AT_ONCE = { 2: 8, 3: 8, 8: 3, 24: 1 };
const CHURNS_AT_ONCE = 3;

const changes = {
  "all have joined": () => Promise.resolve(),
  "kill -9 of one": async (peers, peer) => await peers.kill(peer),
  "SIGTERM of one": async (peers, peer) => await peers.leave(peer),
};

async function playRing(size, change, trial) {
  let took = null;
  let cores = null;
  const ring = scenario(`ring-of-${size}`, { role: "peer" }, async (stage) => {
    const peers = await Peers.open(stage);
    try {
      await peers.startRing(peers.ids(size));
      if (change !== "all have joined" && !(await peers.converge("ring", LIMIT))) return;
      await changes[change](peers, stage.seed.pick(peers.living.slice(1)));
      const from = performance.now();
      if (await peers.converge("ring again", LIMIT)) took = (performance.now() - from) / peers.pingMs;
      if (change !== "all have joined" || AT_ONCE[size] > 1 || trial > COUNTED_TRIALS) return;
      const before = { at: performance.now(), ms: peersMs() };
      await peers.intervals(COUNTED);
      cores = (peersMs() - before.ms) / (performance.now() - before.at);
    } finally {
      peers[Symbol.dispose]();
    }
  });
  const options = {
    ...{ scenario: ring, mode: "whole", trial, seed: `rings-${change}`, built, root: join(scratch, `ring-${size}-${trial}`) },
    ...{
      commands: { peer: parseCommand(manifest.commands.peer, "wiregrade.json") },
      sandbox: sandboxFor({ level: "process", uid: null }, null),
      limits: RUN_LIMITS,
    },
    emit: () => undefined,
  };
  const end = await playRun(options);
  if (end.outcome === "aborted") throw new Error(end.reason);
  return { took, cores };
}

/** CPU time of the peers: of all that this process has started but the busy loops. */
function peersMs() {
  const own = process.cpuUsage();
  const others = loops.reduce((sum, { pid }) => sum + (cpuMsOf(pid) ?? 0), 0);
  return (cpuMsOf(process.pid) ?? 0) - (own.user + own.system) / 1000 - others;
}

/** Plays all trials, so many at the same time. */
async function all(atOnce, play) {
  const limit = pLimit(atOnce);
  return await Promise.all(Array.from({ length: trials }, (_, index) => limit(() => play(index + 1))));
}

const sorted = (numbers) => numbers.toSorted((a, b) => a - b);
const median = (numbers) => sorted(numbers)[Math.floor(numbers.length / 2)] ?? NaN;

console.log(
  `${folder}, beside ${busy} busy loops\n\n| ring of | after | true in time | median, intervals | worst, intervals |\n| ---: | --- | ---: | ---: | ---: |`,
);
const shares = [];
for (const size of [2, 3, 8, 24])
  for (const change of Object.keys(changes)) {
    const results = await all(AT_ONCE[size], (trial) => playRing(size, change, trial));
    const took = results.flatMap((result) => (result.took === null ? [] : [result.took]));
    shares.push(...results.flatMap(({ cores }) => (cores === null ? [] : [cores])));
    if (took.length < trials) process.exitCode = 1;
    console.log(`| ${size} | ${change} | ${took.length} of ${trials} | ${median(took).toFixed(1)} | ${Math.max(...took).toFixed(1)} |`);
  }
console.log(`\n24 peers take ${(100 * median(shares)).toFixed(0)} % of a core (median; most: ${(100 * Math.max(...shares)).toFixed(0)} %).`);

const lab = await loadLab("dht", { hidden: true });
const checks = lab.checks.filter((check) => check.scenario === "churn").map(({ id }) => id);
const churns = await all(CHURNS_AT_ONCE, async (trial) => {
  const job = { ...ORDINARY_JOB, lab: "dht", folder, name: "churn", seed: `churn-${trial}`, checks, scratch: join(scratch, `churn-${trial}`) };
  const { verdicts } = await startWorker(job, () => undefined).result;
  const lost = verdicts.filter(({ status }) => status !== "pass").map(({ check, status }) => `${check} ${status}`);
  if (lost.length > 0) console.log(`churn ${trial}: ${lost.join(", ")}`);
  return lost.length === 0;
});
const passed = churns.filter(Boolean).length;
if (passed < trials) process.exitCode = 1;
console.log(`The churn passed ${passed} of ${trials} times.`);
process.exit();
