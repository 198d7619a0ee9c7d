// `npm run hostile [level...]`: grades every submission in reference/hostile at every level of isolation that works here, and prints as a
// Markdown table which level contains which, and by what. Exits with 1 if something is not contained that should be.

import { join } from "node:path";
import { fileURLToPath } from "node:url";

const dist = fileURLToPath(new URL("../dist/harness", import.meta.url));
const { probeIsolation } = await import(join(dist, "batch", "probe-isolation.js"));
const { canCloseWorld, gradeBatch } = await import(join(dist, "e2e", "test-closed-world.js"));
const { differences, EXPECTED } = await import(join(dist, "e2e", "test-hostile.js"));

const obstacles = await probeIsolation();
const closed = await canCloseWorld();
/** Name -> level -> what came of it. */
const cells = new Map();
const wrong = [];
const levels = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(obstacles);
for (const level of levels) {
  if (obstacles[level] !== null || (level === "user" && !closed)) {
    console.error(`${level}: left out: ${obstacles[level] ?? "needs a world of its own"}`);
    continue;
  }
  const started = performance.now();
  for (const outcome of await gradeBatch({ level, jobs: 2, closed })) {
    const expected = EXPECTED[outcome.name];
    const differs = differences(outcome, level);
    wrong.push(...differs.map((difference) => `${level}: ${outcome.name}: ${difference}`));
    if (expected === undefined) continue;
    const contained = differs.length === 0 && outcome.breaches.length === 0;
    const cell = `${contained ? "contained" : expected.containedAt.includes(level) ? "**broken**" : "**not contained**"}, ${outcome.score} points`;
    cells.set(outcome.name, { ...cells.get(outcome.name), [level]: cell });
  }
  console.error(`${level}: ${Math.round((performance.now() - started) / 1000)} s`);
}
const row = (...words) => console.log(`| ${words.join(" | ")} |`);
row("submission", ...levels.map((level) => `\`${level}\``), "what contains it");
row(...levels.map(() => "---"), "---", "---");
for (const [name, of] of cells) row(`\`${name}\``, ...levels.map((level) => of[level] ?? "not tried"), EXPECTED[name].by);
for (const line of wrong) console.error(line);
process.exitCode = wrong.length > 0 ? 1 : 0;
