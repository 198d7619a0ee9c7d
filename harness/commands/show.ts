import { join, relative } from "node:path";
import { existsSync } from "node:fs";
import { usageOf } from "../lab/define-lab.js";
import { loadLab } from "../lab/load-lab.js";
import { paintFor } from "../report/paint.js";

/** `wiregrade show <lab>`: the roles with their arguments, every check with its id, points, scenario and clause. */
export async function show(name: string): Promise<number> {
  const lab = await loadLab(name, { hidden: false });
  const paint = paintFor(process.stdout);
  console.log(`${paint.bold(lab.name)}: ${lab.title}`);
  const handout = join(lab.folder, "HANDOUT.md");
  if (existsSync(handout)) console.log(`contract: ${relative(process.cwd(), handout)}`);
  for (const [role, { args, listens }] of Object.entries(lab.roles)) {
    console.log(`\n${paint.bold(usageOf(role, { args }))}${listens === undefined ? "" : `  binds the ${listens.toUpperCase()} port given`}`);
    for (const check of lab.checks.filter((one) => one.role === role)) {
      console.log(`  ${String(check.points).padStart(4)}  ${check.title} ${paint.dim(`(${check.level})`)}`);
      const after = check.requires.length === 0 ? "" : `; after ${check.requires.join(", ")}`;
      console.log(`        ${paint.dim(`${check.id}; scenario ${check.scenario}; ${check.clause}${after}`)}`);
    }
  }
  if (lab.hiddenPoints > 0) console.log(`\nHidden checks are worth ${lab.hiddenPoints} points more.`);
  return 0;
}
