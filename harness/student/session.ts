import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startWaitingWorker, startWorker, type RunningWorker, type WaitingWorker } from "../batch/run-worker.js";
import type { WorkerMessage } from "../batch/job.js";
import { freshSeed, makeScratch, type Scratch } from "../batch/scratch.js";
import { isWhole, leftOut, OWN_FOLDER, rememberVerdicts, selectChecks, studentJob, type Selection } from "./own-run.js";
import { errorMessage, WiregradeError } from "../errors.js";
import type { Verdict } from "../judge/verdict.js";
import { isPacked, loadLab, type Lab } from "../lab/load-lab.js";
import { unhostableScenarios } from "../lab/plan.js";
import { failureText, Shown } from "../report/failure-text.js";
import type { Paint } from "../report/paint.js";
import { readManifest } from "../submission/manifest.js";
import type { WiregradeGlobal } from "./global.js";

/** What the score reporter prints at the end of a run. */
export interface SessionOutcome {
  lab: string;
  seed: string;
  hiddenPoints: number;
  /** What is said of checks that were left out; null: none. */
  leftOut: string | null;
  verdicts: Verdict[];
}

/** Where a session leaves its outcome for the reporter. */
export function outcomeFile(folder: string): string {
  return join(folder, OWN_FOLDER, "outcome.json");
}

/** One jest run in a student's folder: the worker that judges, and the verdicts awaited from it. */
export class Session {
  readonly #verdicts = new Map<string, PromiseWithResolvers<Verdict>>();
  readonly #told = new Set<string>();
  readonly #shown = new Shown();
  #worker: RunningWorker | null = null;
  #ended: Promise<void> = Promise.resolve();

  private constructor(
    private readonly folder: string,
    private readonly lab: Lab,
    private readonly selection: string[] | null,
    private readonly unhostable: ReadonlyMap<string, string>,
    private readonly seed: string,
    private readonly paint: Paint,
    private readonly scratch: Scratch,
    private readonly waiting: WaitingWorker,
  ) {}

  static async open(folder: string, selection: Selection, seed: string | undefined, paint: Paint): Promise<Session> {
    const manifest = await readManifest(folder);
    const scratch = await makeScratch();
    const waiting = startWaitingWorker(scratch.path);
    try {
      const lab = await loadLab(manifest.lab, { hidden: false, vetted: isPacked });
      const checks = await selectChecks(lab, folder, selection);
      return new Session(folder, lab, checks, await unhostableScenarios([...lab.scenarios.values()]), seed ?? freshSeed(), paint, scratch, waiting);
    } catch (error) {
      waiting[Symbol.dispose]();
      await scratch[Symbol.asyncDispose]();
      throw error;
    }
  }

  checks(): WiregradeGlobal["checks"] {
    const chosen = this.lab.checks.filter((check) => this.selection === null || this.selection.includes(check.id));
    return chosen.map(({ id, title, role, scenario }) => ({ id, title, role, scenario, skip: this.unhostable.get(scenario) ?? null }));
  }

  /** Starts the worker on the checks that jest is going to ask for. */
  async start(ids: string[]): Promise<void> {
    if (ids.length === 0) return;
    const whole = isWhole(this.lab, ids);
    for (const id of ids) this.#verdicts.set(id, promiseWithResolvers());
    const hear = (message: WorkerMessage) => {
      if (message.type === "verdict") this.#verdicts.get(message.verdict.check)?.resolve(message.verdict);
    };
    const worker = startWorker(await studentJob(this.folder, this.lab.name, ids, this.seed, this.scratch.path), hear, Infinity, this.waiting);
    this.#worker = worker;
    this.#ended = worker.result
      .then(async ({ verdicts }) => {
        await rememberVerdicts(this.folder, verdicts);
        const outcome: SessionOutcome = {
          lab: this.lab.name,
          seed: this.seed,
          hiddenPoints: whole ? this.lab.hiddenPoints : 0,
          leftOut: leftOut(this.lab, ids),
          verdicts,
        };
        await mkdir(join(this.folder, OWN_FOLDER), { recursive: true });
        await writeFile(outcomeFile(this.folder), JSON.stringify(outcome));
      })
      .catch((error: unknown) => {
        const failure = error instanceof WiregradeError ? error : new WiregradeError("HARNESS_FAULT", errorMessage(error));
        for (const { reject } of this.#verdicts.values()) reject(failure);
      });
  }

  /** Whether the check was not judged, since one that it requires failed. */
  async isSkipped(id: string): Promise<boolean> {
    const verdict = await this.#verdicts.get(id)?.promise.catch(() => null);
    return verdict?.status === "skip";
  }

  async failureOf(id: string): Promise<string | null> {
    try {
      const verdict = await (this.#verdicts.get(id)?.promise ?? Promise.reject(new WiregradeError("CHECK_UNKNOWN", `${id} was not started`)));
      if (verdict.status === "pass") return null;
      if (verdict.cause === null) return `could not be judged: ${verdict.reason ?? ""}`;
      const { cause } = verdict;
      // What keeps a whole role from being run is told in full once.
      if (cause.run === "" && this.#told.has(cause.message)) return cause.message;
      this.#told.add(cause.message);
      return failureText(id, cause, this.paint, this.#shown).join("\n");
    } catch (error) {
      return error instanceof WiregradeError ? `${error.message}; ${error.mend}` : errorMessage(error);
    }
  }

  /** Waits for the worker's end; stops it if `now`. */
  async close(now: boolean): Promise<void> {
    this.waiting[Symbol.dispose]();
    if (now) this.#worker?.stop();
    await this.#ended;
    await this.scratch[Symbol.asyncDispose]();
  }
}

/** Promise.withResolvers, which Node has from 22 on. Rejections that nobody awaits are not errors. */
interface PromiseWithResolvers<T> {
  promise: Promise<T>;
  resolve: (value: T) => void;
  reject: (reason: Error) => void;
}

function promiseWithResolvers<T>(): PromiseWithResolvers<T> {
  let resolve: (value: T) => void = () => undefined;
  let reject: (reason: Error) => void = () => undefined;
  const promise = new Promise<T>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  promise.catch(() => undefined);
  return { promise, resolve, reject };
}
