import { existsSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import pLimit from "p-limit";
import { startWorker, type RunningWorker } from "../batch/run-worker.js";
import { WiregradeError } from "../errors.js";
import type { Lab } from "../lab/load-lab.js";
import { checksWithPrerequisites } from "../lab/plan.js";
import type { Result } from "../score/result.js";
import { packageFile } from "../text/package-root.js";
import { loadMutants, writeMutant, type Mutant } from "./mutant.js";
import { NULL_KINDS, writeNullSubmission } from "./null-panel.js";

/** What one program of the proof came to. */
export interface ProofRow {
  kind: "reference" | "mutant" | "null";
  name: string;
  /** The mutant's mistake. */
  mistake: string;
  /** Ids of checks that failed, and of those that were held up by one that failed. */
  failed: string[];
  skipped: string[];
  /** What is wrong with this row; none: it is as it should be. */
  problems: string[];
  /** It was not as it should be at first, and this is what came of a second run, alone. */
  secondRun?: true;
}

export interface Proof {
  rows: ProofRow[];
  /** Checks that no mutant is bound to fail. */
  unproven: string[];
}

export interface ProofOptions {
  lab: Lab;
  seed: string;
  /** A mutant is run on the scenarios of its own checks only. */
  quick: boolean;
  /** Only mutants whose name holds this text; null: everything. */
  only: string | null;
  jobs: number;
  scratch: string;
  hear: (row: ProofRow, done: number, all: number) => void;
}

const RUNS_AT_ONCE = 4;
/** Null programs do nothing but let deadlines pass. */
const NULL_RUNS_AT_ONCE = 20;

/** Whether a lab is true: its reference passes all, every mutant fails what it must and nothing else, null programs pass nothing. */
export function startProof(options: ProofOptions): { done: Promise<Proof>; stop: () => void } {
  const running = new Set<RunningWorker>();
  let stopped = false;

  async function run(folder: string, name: string, checks: string[] | null, runsAtOnce = RUNS_AT_ONCE): Promise<Result> {
    if (stopped) throw new WiregradeError("WORKER_DIED", "interrupted");
    const worker = startWorker(
      {
        lab: options.lab.name,
        folder,
        name,
        seed: options.seed,
        hidden: true,
        checks,
        commands: {},
        transcripts: null,
        scratch: join(options.scratch, `run-${name}`),
        runsAtOnce,
        shrink: false,
      },
      () => undefined,
    );
    running.add(worker);
    try {
      return await worker.result;
    } finally {
      running.delete(worker);
    }
  }

  return {
    done: prove(options, run),
    stop() {
      stopped = true;
      for (const worker of running) worker.stop();
    },
  };
}

type Run = (folder: string, name: string, checks: string[] | null, runsAtOnce?: number) => Promise<Result>;

async function prove({ lab, quick, only, jobs, scratch, hear }: ProofOptions, run: Run): Promise<Proof> {
  const solution = packageFile("reference", lab.name, "solution");
  if (!existsSync(solution))
    throw new WiregradeError("PATH_MISSING", `${solution}: the reference solution is not here`, { mend: "a proof needs the staff's reference/ folder" });
  const all = await loadMutants(packageFile("reference", lab.name, "mutants"));
  const mutants = all.filter((mutant) => only === null || mutant.name.includes(only));
  for (const mutant of mutants) for (const id of [...mutant.mustFail, ...mutant.mayFail]) checksWithPrerequisites(lab, [id]);
  await mkdir(join(scratch, "programs"), { recursive: true });
  const tasks: (() => Promise<ProofRow>)[] = [];
  if (only === null) {
    tasks.push(async () => referenceRow(await run(solution, "reference", null)));
    for (const kind of NULL_KINDS)
      tasks.push(async () => {
        const folder = join(scratch, "programs", `null-${kind}`);
        await writeNullSubmission(lab, kind, folder);
        return nullRow(kind, await run(folder, `null-${kind}`, null, NULL_RUNS_AT_ONCE));
      });
  }
  for (const mutant of mutants)
    tasks.push(async () => {
      const folder = join(scratch, "programs", mutant.name);
      await rm(folder, { recursive: true, force: true });
      await writeMutant(solution, mutant, folder);
      return mutantRow(lab, mutant, await run(folder, mutant.name, quick && mutant.mustFail.length > 0 ? mutant.mustFail : null));
    });
  const limit = pLimit(jobs);
  let done = 0;
  const rows = await Promise.all(
    tasks.map((task) =>
      limit(async () => {
        const row = await task();
        hear(row, ++done, tasks.length);
        return row;
      }),
    ),
  );
  // A machine that gave no time spoils a run or two: such a program is run once more, alone, and its row says so.
  for (const [index, row] of rows.entries()) {
    const task = tasks[index];
    if (row.problems.length === 0 || task === undefined) continue;
    const again = { ...(await task()), secondRun: true as const };
    hear(again, done, tasks.length);
    rows[index] = again;
  }
  const bound = new Set(all.flatMap((mutant) => mutant.mustFail));
  return { rows, unproven: only === null ? lab.checks.filter((check) => !bound.has(check.id)).map((check) => check.id) : [] };
}

function outcomes({ verdicts, build }: Result): Pick<ProofRow, "failed" | "skipped"> & { passed: string[]; errors: string[] } {
  const of = (status: string) => verdicts.filter((verdict) => verdict.status === status).map((verdict) => verdict.check);
  const errors = verdicts.filter((verdict) => verdict.status === "error").map((verdict) => `${verdict.check} could not be judged: ${verdict.reason ?? ""}`);
  if (build.status === "failed") errors.push(`its build failed: ${build.reason ?? ""}`);
  return { failed: of("fail"), skipped: of("skip"), passed: of("pass"), errors };
}

function referenceRow(result: Result): ProofRow {
  const { failed, skipped, errors } = outcomes(result);
  return {
    kind: "reference",
    name: "solution",
    mistake: "",
    failed,
    skipped,
    problems: [...errors, ...[...failed, ...skipped].map((id) => `does not pass ${id}`)],
  };
}

function nullRow(kind: string, result: Result): ProofRow {
  const { failed, skipped, passed, errors } = outcomes(result);
  return { kind: "null", name: kind, mistake: "", failed, skipped, problems: [...errors, ...passed.map((id) => `passes ${id}`)] };
}

export function mutantRow(lab: Lab, mutant: Mutant, result: Result): ProofRow {
  const { failed, skipped, passed, errors } = outcomes(result);
  const allowed = new Set([...mutant.mustFail, ...mutant.mayFail]);
  // A check that rests on one that may fail is held up by it.
  const depends = (id: string) => checksWithPrerequisites(lab, [id]).some((check) => allowed.has(check.id));
  const problems = [
    ...errors,
    ...mutant.mustFail.filter((id) => passed.includes(id)).map((id) => `passes ${id}, which it must fail`),
    ...[...failed, ...skipped].filter((id) => !depends(id)).map((id) => `fails ${id}, which it should not`),
    ...(mutant.mustFail.length === 0 ? ["is not bound to fail any check"] : []),
  ];
  return { kind: "mutant", name: mutant.name, mistake: mutant.mistake, failed, skipped, problems };
}
