// `npm run bench -- [submissions] [tiny submissions]`: grades many copies of the examples as one batch, and writes what it cost to
// docs/performance.md: how busy the machine was, the batch against its longest run, the coordinator's memory, judging again, and whether
// every verdict is the one that the submission gets alone.

import { spawn } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { scratchFolder } from "./scratch-folder.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const cli = join(root, "dist", "harness", "cli.js");
const [count = 100, tiny = 2000] = process.argv.slice(2).map(Number);
const scratch = scratchFolder("bench");

const LAB = "tcp-echo";
const EXAMPLES = ["right-python", "right-c", "never-shuts-down-javascript"];

/** Runs wiregrade; resolves to its wall time, ms, and its own peak memory, bytes (VmHWM, looked at every 50 ms; Linux). */
async function wiregrade(...args) {
  const started = performance.now();
  const child = spawn(process.execPath, [cli, ...args], { stdio: ["ignore", "ignore", "inherit"] });
  let peak = 0;
  const sampler = setInterval(() => {
    try {
      peak = Math.max(peak, Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1] ?? 0) * 1024);
    } catch {
      // it has ended
    }
  }, 50);
  const code = await new Promise((resolve) => child.once("close", resolve));
  clearInterval(sampler);
  if (code !== 0) throw new Error(`wiregrade ${args.join(" ")} ended with ${code}`);
  return { ms: performance.now() - started, peak };
}

const resultOf = (out, name) => JSON.parse(readFileSync(join(out, name, "result.json"), "utf8"));
const verdictsOf = (out, name) => resultOf(out, name).verdicts.map(({ check, status }) => `${check} ${status}`);

/** CPU time of all programs of a submission, ms, as its transcripts have it. */
function cpuOf(out, name) {
  let sum = 0;
  const folder = join(out, name, "transcripts");
  for (const file of readdirSync(folder))
    for (const line of readFileSync(join(folder, file), "utf8").split("\n")) if (line.includes('"type":"exit"')) sum += JSON.parse(line).cpuMs ?? 0;
  return sum;
}

function submissions(folder, names, make) {
  mkdirSync(folder);
  for (const name of names) make(join(folder, name), name);
  return names.map((name) => join(folder, name));
}

const names = Array.from({ length: count }, (_, index) => `s${String(index + 1).padStart(4, "0")}`);
const example = (index) => EXAMPLES[index % EXAMPLES.length];
const paths = submissions(join(scratch, "many"), names, (to, name) =>
  cpSync(join(root, "reference", LAB, "examples", example(names.indexOf(name))), to, { recursive: true }),
);

const alone = join(scratch, "alone");
for (const one of EXAMPLES)
  await wiregrade("grade", LAB, join(root, "reference", LAB, "examples", one), "--seed", "bench", "--out", join(alone, one), "--no-canary");
const out = join(scratch, "out");
const batch = await wiregrade("grade", LAB, ...paths, "--seed", "bench", "--out", out);
const again = await wiregrade("regrade", out);
const results = names.map((name) => resultOf(out, name));
const longest = Math.max(...results.flatMap(({ runs }) => runs.map(({ durationMs }) => durationMs)));
const cpu = names.reduce((sum, name) => sum + cpuOf(out, name), 0);
const differing = names.filter((name, index) => verdictsOf(out, name).join() !== verdictsOf(join(alone, example(index)), example(index)).join());

const tinyNames = Array.from({ length: tiny }, (_, index) => `t${String(index + 1).padStart(5, "0")}`);
const manifest = JSON.stringify({ lab: LAB, commands: {} });
const tinyPaths = submissions(join(scratch, "tiny"), tinyNames, (to) => {
  mkdirSync(to);
  writeFileSync(join(to, "wiregrade.json"), manifest);
});
const tinyBatch = await wiregrade("grade", LAB, ...tinyPaths, "--seed", "bench", "--out", join(scratch, "tiny-out"), "--no-canary");

const cores = availableParallelism();
const mib = (bytes) => `${Math.round(bytes / 2 ** 20)} MiB`;
const rows = [
  ["submissions in the batch", String(count)],
  ["wall time of the batch ÷ its longest run", (batch.ms / longest).toFixed(1)],
  ["CPU time of the programs ÷ (wall time × cores)", (cpu / (batch.ms * cores)).toFixed(2)],
  ["wall time of a submission, on average ÷ its longest run", (results.reduce((sum, { durationMs }) => sum + durationMs, 0) / count / longest).toFixed(2)],
  ["grade ÷ regrade", (batch.ms / again.ms).toFixed(0)],
  ["submissions whose verdicts differ from those alone", String(differing.length)],
  [`coordinator's peak memory at ${count}`, mib(batch.peak)],
  [`coordinator's peak memory at ${tiny} (tiny submissions)`, mib(tinyBatch.peak)],
];
const text = `# Performance

Made by \`npm run bench -- ${count} ${tiny}\` on a machine with ${cores} cores, isolation \`${results[0].isolation}\`. Absolute times say little; ratios of one run do.

| measured | figure |
| --- | ---: |
${rows.map((row) => `| ${row.join(" | ")} |`).join("\n")}

Most of a grading is waiting: for deadlines that programs let pass, and for silences that a lab prescribes. Hence two submissions for each core by default.
`;
const file = join(root, "docs", "performance.md");
const others = readFileSync(file, "utf8")
  .split(/^(?=## )/m)
  .slice(1);
writeFileSync(file, [text, ...others].join("\n"));
console.log(text);
if (differing.length > 0) process.exitCode = 1;
