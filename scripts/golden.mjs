// `npm run golden -- [lab...]`: records anew what is kept in reference/<lab>/golden/: transcripts of the programs that its programs.json
// names, and the verdicts on them. harness/e2e/golden.test.ts judges them again. Look at the difference before you keep it.

import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ORDINARY_JOB } from "../dist/harness/batch/job.js";
import { chooseIsolation } from "../dist/harness/batch/choose-isolation.js";
import { startWorker } from "../dist/harness/batch/run-worker.js";
import { loadLab } from "../dist/harness/lab/load-lab.js";
import { golden, judgeGolden } from "../dist/harness/proof/golden.js";
import { loadMutants, writeMutant } from "../dist/harness/proof/mutant.js";
import { firstRun } from "./first-run.mjs";
import { scratchFolder } from "./scratch-folder.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const scratch = scratchFolder("golden");
// Each worker is a user of its own, and finds its folder below.
chmodSync(scratch, 0o711);

const labs = process.argv.length > 2 ? process.argv.slice(2) : readdirSync(join(root, "reference")).filter((lab) => existsSync(golden(lab)));
for (const lab of labs) {
  const programs = JSON.parse(readFileSync(join(golden(lab), "programs.json"), "utf8"));
  const loaded = await loadLab(lab, { hidden: true });
  // Some real servers refuse to run as root, or serve nothing then.
  const { level } = await chooseIsolation(loaded, "auto", true);
  for (const [program, scenarios] of Object.entries(programs)) {
    console.log(`${lab}: ${program}`);
    const name = program.replaceAll("/", "-");
    const transcripts = join(scratch, lab, "transcripts", name);
    const ids = loaded.checks.filter(({ scenario }) => scenarios.includes(scenario)).map(({ id }) => id);
    const job = {
      ...ORDINARY_JOB,
      lab,
      name: program,
      seed: "golden",
      isolation: { level, uid: null },
      checks: ids,
      transcripts,
      scratch: join(scratch, "worker"),
    };
    await startWorker({ ...job, folder: await folderOf(lab, program) }, () => undefined).result;
    const kept = join(golden(lab), name);
    rmSync(kept, { recursive: true, force: true });
    mkdirSync(kept);
    for (const scenario of scenarios) copyFileSync(join(transcripts, firstRun(transcripts, scenario)), join(kept, `${scenario}.jsonl`));
    writeFileSync(join(kept, "verdicts.json"), `${JSON.stringify(await judgeGolden(lab, kept), null, 2)}\n`);
  }
}

/** A mutant, made in a folder of its own, or a submission in the lab's reference. */
async function folderOf(lab, program) {
  const reference = join(root, "reference", lab);
  const mutant = (await loadMutants(join(reference, "mutants"))).find(({ name }) => name === program);
  if (mutant === undefined) return join(reference, program);
  const folder = join(scratch, lab, "mutants", program);
  await writeMutant(join(reference, "solution"), mutant, folder);
  return folder;
}
