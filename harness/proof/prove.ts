import { existsSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import pLimit from "p-limit";
import { ORDINARY_JOB } from "../batch/job.js";
import { startWorker, type RunningWorker } from "../batch/run-worker.js";
import { WiregradeError } from "../errors.js";
import type { Lab } from "../lab/load-lab.js";
import { checksWithPrerequisites } from "../lab/plan.js";
import type { Result } from "../score/result.js";
import { packageFile } from "../text/package-root.js";
import { MODES } from "../world/cutting.js";
import { busyLoops } from "./busy-loops.js";
import type { EarlierRows, Subject } from "./earlier-proof.js";
import { loadMutants, writeMutant, type Mutant } from "./mutant.js";
import { NULL_KINDS, writeNullSubmission } from "./null-panel.js";
import { mutantRow, nullRow, referenceRow, type ProofRow } from "./proof-row.js";

export interface Proof {
  rows: ProofRow[];
  /** What came of rounds beside busy loops, in each of which the reference and a share of the mutants were graded. */
  underLoad: ProofRow[];
  /** Checks that no mutant is bound to fail. */
  unproven: string[];
}

export interface ProofOptions {
  lab: Lab;
  seed: string;
  /** A mutant is run on the scenarios of its own checks only. */
  quick: boolean;
  /** Only mutants whose name holds one of these texts; null: everything. */
  only: readonly string[] | null;
  jobs: number;
  /** Rounds beside `busy` busy loops, after all else. */
  rounds: number;
  busy: number;
  scratch: string;
  /** Of an earlier run on the same basis; null: none. */
  earlier: EarlierRows | null;
  hear: (row: ProofRow, done: number, all: number) => void;
}

const RUNS_AT_ONCE = 4;
/** Null programs do nothing but let deadlines pass. */
const NULL_RUNS_AT_ONCE = 20;

interface Asked {
  checks?: string[];
  runsAtOnce?: number;
  everyMode?: boolean;
}

type Run = (folder: string, name: string, asked?: Asked) => Promise<Result>;

/** One program of a proof, to be graded as often as one likes. */
interface Task extends Subject {
  row: () => Promise<ProofRow>;
  /** The row under load: the same, on its own checks only. */
  quickRow: () => Promise<ProofRow>;
}

/** Whether a lab is true: its reference passes all, every mutant fails what it must and nothing else, null programs pass nothing. */
export function startProof(options: ProofOptions): { done: Promise<Proof>; stop: () => void } {
  const running = new Set<RunningWorker>();
  let stopped = false;
  let count = 0;

  const run: Run = async (folder, name, { checks, runsAtOnce = RUNS_AT_ONCE, everyMode = false } = {}) => {
    if (stopped) throw new WiregradeError("WORKER_DIED", "interrupted");
    const { lab, seed, scratch } = options;
    const job = { ...ORDINARY_JOB, lab: lab.name, folder, name, seed, checks: checks ?? null, runsAtOnce };
    const worker = startWorker({ ...job, modes: everyMode ? [...MODES] : null, scratch: join(scratch, `run-${++count}`) }, () => undefined);
    running.add(worker);
    try {
      return await worker.result;
    } finally {
      running.delete(worker);
    }
  };

  return {
    done: prove(options, run),
    stop() {
      stopped = true;
      for (const worker of running) worker.stop();
    },
  };
}

async function prove(options: ProofOptions, run: Run): Promise<Proof> {
  const { lab, only, jobs, rounds, busy, scratch, earlier, hear } = options;
  const solution = packageFile("reference", lab.name, "solution");
  if (!existsSync(solution))
    throw new WiregradeError("PATH_MISSING", `${solution}: the reference solution is not here`, { mend: "a proof needs the staff's reference/ folder" });
  const all = await loadMutants(packageFile("reference", lab.name, "mutants"));
  const mutants = all.filter(({ name }) => only === null || only.some((text) => name.includes(text)));
  for (const text of only ?? [])
    if (!mutants.some(({ name }) => name.includes(text)))
      throw new WiregradeError("USAGE", `--only ${text}: no mutant of ${lab.name} has this in its name`, { mend: `they are in reference/${lab.name}/mutants` });
  for (const mutant of mutants) for (const id of [...mutant.mustFail, ...mutant.mayFail]) checksWithPrerequisites(lab, [id]);
  await mkdir(join(scratch, "programs"), { recursive: true });

  const reference = referenceTask(solution, run);
  const broken = mutants.map((mutant) => mutantTask(options, solution, mutant, run));
  const tasks = only === null ? [reference, ...everyModeTask(options, solution, run), ...nullTasks(options, run), ...broken] : broken;
  const total = tasks.length + (rounds > 0 ? rounds + broken.length : 0);
  const limit = pLimit(jobs);
  let done = 0;
  const rowsOf = async (asked: (() => Promise<ProofRow>)[]) =>
    await Promise.all(
      asked.map((ask) =>
        limit(async () => {
          const row = await ask();
          hear(row, ++done, total);
          return row;
        }),
      ),
    );
  const rows = await rowsOf(tasks.map((task) => async () => earlier?.of(task) ?? (await task.row())));
  // A machine that gave no time spoils a run or two: such a program is run once more, alone, and its row says so.
  for (const [index, row] of rows.entries()) {
    const task = tasks[index];
    if (row.problems.length === 0 || task === undefined) continue;
    const again = { ...(await task.row()), secondRun: true as const };
    hear(again, done, total);
    rows[index] = again;
  }
  const underLoad: ProofRow[] = [];
  if (rounds > 0) {
    using _ = busyLoops(busy);
    for (let round = 1; round <= rounds; round++) {
      const share = broken.filter((__, index) => index % rounds === round - 1);
      const row = async (task: Task) => earlier?.of(task, round) ?? { ...(await task.quickRow()), round };
      underLoad.push(...(await rowsOf([reference, ...share].map((task) => () => row(task)))));
    }
  }
  const bound = new Set(all.flatMap((mutant) => mutant.mustFail));
  return { rows, underLoad, unproven: only === null ? lab.checks.filter((check) => !bound.has(check.id)).map((check) => check.id) : [] };
}

function referenceTask(solution: string, run: Run): Task {
  const row = async () => referenceRow(await run(solution, "reference"));
  return { kind: "reference", name: "solution", row, quickRow: row };
}

const EVERY_MODE = "solution, every scenario in every mode";

/** Bytes may be cut in any way in any scenario; a lab without a byte stream has nothing to cut. */
function everyModeTask({ lab, quick }: ProofOptions, solution: string, run: Run): Task[] {
  if (quick || !Object.values(lab.roles).some(({ listens }) => listens === "tcp")) return [];
  const row = async () => referenceRow(await run(solution, "every-mode", { everyMode: true }), EVERY_MODE);
  return [{ kind: "reference", name: EVERY_MODE, row, quickRow: row }];
}

function nullTasks({ lab, scratch }: ProofOptions, run: Run): Task[] {
  return NULL_KINDS.map((kind) => {
    const row = async () => {
      const folder = join(scratch, "programs", `null-${kind}`);
      await writeNullSubmission(lab, kind, folder);
      return nullRow(kind, await run(folder, `null-${kind}`, { runsAtOnce: NULL_RUNS_AT_ONCE }));
    };
    return { kind: "null", name: kind, row, quickRow: row };
  });
}

function mutantTask({ lab, quick, scratch }: ProofOptions, solution: string, mutant: Mutant, run: Run): Task {
  const graded = async (ownChecksOnly: boolean) => {
    const folder = join(scratch, "programs", mutant.name);
    await rm(folder, { recursive: true, force: true });
    await writeMutant(solution, mutant, folder);
    const asked = ownChecksOnly && mutant.mustFail.length > 0 ? { checks: mutant.mustFail } : {};
    return mutantRow(lab, mutant, await run(folder, mutant.name, asked));
  };
  return { kind: "mutant", name: mutant.name, mutant, row: () => graded(quick), quickRow: () => graded(true) };
}
