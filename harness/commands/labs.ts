import { usageOf } from "../lab/define-lab.js";
import { labNames, loadLab } from "../lab/load-lab.js";
import { paintFor } from "../report/paint.js";

/** `wiregrade labs` */
export async function labs(): Promise<number> {
  const paint = paintFor(process.stdout);
  for (const name of await labNames()) {
    const lab = await loadLab(name, { hidden: false });
    console.log(`${paint.bold(name)}  ${lab.title}`);
    for (const [role, { args }] of Object.entries(lab.roles)) {
      const own = lab.checks.filter((check) => check.role === role);
      const points = own.reduce((sum, check) => sum + (check.level === "beyond" ? 0 : check.points), 0);
      console.log(`  ${usageOf(role, { args }).padEnd(28)} ${String(own.length).padStart(3)} checks ${String(points).padStart(5)} points`);
    }
    if (lab.hiddenPoints > 0) console.log(`  ${"hidden checks".padEnd(28)}            ${String(lab.hiddenPoints).padStart(5)} points`);
  }
  return 0;
}
