import { writeFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { freshSeed, makeScratch } from "../batch/scratch.js";
import { loadLab } from "../lab/load-lab.js";
import { EarlierRows, readStoredProof, type StoredProof } from "../proof/earlier-proof.js";
import { basisDigest, proofDigest } from "../proof/proof-digest.js";
import { proofMarkdown, statedDigest } from "../proof/proof-markdown.js";
import type { ProofRow } from "../proof/proof-row.js";
import { startProof, type Proof } from "../proof/prove.js";
import { paintFor } from "../report/paint.js";
import { packageFile } from "../text/package-root.js";
import { INTERRUPTED, onInterrupt } from "./interrupt.js";
import { Progress } from "./progress.js";

export interface ProveOptions {
  quick: boolean;
  /** Only if something that the lab's PROOF.md rests on has changed since it was written. */
  changed: boolean;
  only?: string[];
  jobs?: number;
  seed?: string;
  json?: string;
  /** A file of --json that is gone on with, and written to. */
  resume?: string;
}

/** Rounds under load of a whole proof, and how many times more loops than cores keep the machine busy meanwhile. */
const ROUNDS = 10;
const LOOPS_PER_CORE = 2;

/** `wiregrade prove <lab>`. Exit code 0 when the proof holds, 1 when it does not. */
export async function prove(labName: string, options: ProveOptions): Promise<number> {
  const lab = await loadLab(labName, { hidden: true });
  const paint = paintFor(process.stdout);
  const progress = new Progress(process.stdout);
  const seed = options.seed ?? freshSeed();
  const file = packageFile("reference", lab.name, "PROOF.md");
  const digest = await proofDigest(lab.name);
  if (options.changed && (await statedDigest(file)) === digest) {
    console.log(`${lab.name}: nothing that the proof rests on has changed since reference/${lab.name}/PROOF.md was written`);
    return 0;
  }
  await using scratch = await makeScratch();
  const only = options.only ?? null;
  const whole = !options.quick && only === null;
  const json = options.json ?? options.resume;
  const basis = await basisDigest(lab.name);
  const before = options.resume === undefined ? null : await readStoredProof(options.resume);
  const earlier = before?.basis === basis && before.quick === options.quick ? before : null;
  if (before !== null && earlier === null)
    console.log(`${lab.name}: nothing of ${options.resume ?? ""} holds any more: the lab, the engine or --quick is another`);
  const stored: StoredProof = { basis, quick: options.quick, rows: [...(earlier?.rows ?? [])], underLoad: [...(earlier?.underLoad ?? [])] };
  const cores = availableParallelism();
  const started = startProof({
    ...{ lab, seed, quick: options.quick, only, jobs: options.jobs ?? cores, scratch: scratch.path },
    ...{ rounds: whole ? ROUNDS : 0, busy: LOOPS_PER_CORE * cores },
    earlier: earlier === null ? null : new EarlierRows(lab, earlier),
    hear(row, done, all) {
      keepRow(row.round === undefined ? stored.rows : stored.underLoad, row);
      // At once, so that a proof that is interrupted can be gone on with.
      if (json !== undefined) writeFileSync(json, `${JSON.stringify(stored, null, 2)}\n`);
      progress.say(rowText(row));
      progress.show(`${done} of ${all} programs`);
    },
  });
  function rowText(row: ProofRow): string {
    const mark = row.problems.length === 0 ? paint.green("✓") : paint.red("✗");
    const fails =
      row.kind === "null"
        ? `passes ${row.problems.length === 0 ? "nothing" : "something"}`
        : row.failed.length === 0
          ? "passes all"
          : `fails ${row.failed.join(", ")}`;
    return [
      `${mark} ${row.kind.padEnd(9)} ${row.name.padEnd(40)} ${paint.dim(fails)}${row.round === undefined ? "" : paint.dim(` (round ${row.round}, under load)`)}${row.secondRun === true ? paint.yellow(" (second run)") : ""}`,
      ...row.problems.map((problem) => `    ${paint.red(problem)}`),
    ].join("\n");
  }
  let interrupted = false;
  using _ = onInterrupt(() => {
    interrupted = true;
    started.stop();
  });
  let proof: Proof;
  try {
    proof = await started.done;
  } catch (error) {
    if (interrupted) return INTERRUPTED;
    throw error;
  } finally {
    progress.clear();
  }
  for (const id of proof.unproven) console.log(`${paint.red("✗")} check ${id}: no mutant is bound to fail it`);
  const bad = [...proof.rows, ...proof.underLoad].filter((row) => row.problems.length > 0).length;
  const second = proof.rows.filter((row) => row.secondRun === true).map((row) => row.name);
  if (second.length > 0) console.log(paint.yellow(`only at the second run, alone: ${second.join(", ")}`));
  const holds = bad === 0 && proof.unproven.length === 0;
  console.log(
    `${lab.name}: ${proof.rows.length} programs${proof.underLoad.length > 0 ? `, and ${proof.underLoad.length} gradings under load` : ""}, ${bad} not as they should be${holds ? paint.green("; the proof holds") : ""}; seed ${seed}`,
  );
  if (holds && whole) {
    await mkdir(join(file, ".."), { recursive: true });
    await writeFile(file, proofMarkdown(lab, proof, digest));
    console.log(`written to reference/${lab.name}/PROOF.md`);
  }
  return holds ? 0 : 1;
}

/** In place of what was there of the same program. */
function keepRow(rows: ProofRow[], row: ProofRow): void {
  const at = rows.findIndex(({ kind, name, round }) => kind === row.kind && name === row.name && round === row.round);
  rows.splice(at < 0 ? rows.length : at, at < 0 ? 0 : 1, row);
}
