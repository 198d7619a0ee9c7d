import { relative, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { freshSeed } from "../batch/scratch.js";
import { WiregradeError } from "../errors.js";
import { knownRole } from "../lab/known-role.js";
import { loadLab, type LabScenario } from "../lab/load-lab.js";
import { anyoneBound } from "../process/bound-sockets.js";
import { paintFor } from "../report/paint.js";
import { selectChecks, type Selection } from "../student/own-run.js";
import { readManifest } from "../submission/manifest.js";
import { byHand, seenByHand } from "./by-hand.js";
import { INTERRUPTED, onInterrupt } from "./interrupt.js";

export interface AttachOptions extends Selection {
  /** The role that is started by hand. */
  attach: string;
  port?: number;
  seed?: string;
}

const POLL_MS = 100;

/**
 * `wiregrade test --attach <role> --check <id>`: plays the check's scenario and waits, without any deadline, for a program that is started by
 * hand or in a debugger. Ctrl-C ends the waiting, and what has come until then is judged. Resolves to the exit code.
 */
export async function attach(path: string, { attach: role, port, ...options }: AttachOptions): Promise<number> {
  const folder = resolve(path);
  const { lab: name, commands } = await readManifest(folder);
  const lab = await loadLab(name, { hidden: false });
  knownRole(role, lab.roles, lab.name, "--attach");
  if (options.check === undefined && !options.failed)
    throw new WiregradeError("USAGE", `--attach ${role}: which check?`, { mend: "add --check and its id, as failures tell it, or --failed" });
  const selected = await selectChecks(lab, folder, { ...options, role });
  const checks = lab.checks.filter((check) => check.role === role && (selected === null || selected.includes(check.id)));
  if (checks.length === 0 && options.check === undefined) {
    console.log("nothing failed last time");
    return 0;
  }
  if (checks.length === 0) throw new WiregradeError("CHECK_UNKNOWN", `--attach ${role}: no check of that role is selected`);
  const paint = paintFor(process.stdout);
  const seed = options.seed ?? freshSeed();
  const abort = new AbortController();
  using _ = onInterrupt(() => abort.abort());
  const stopped = abort.signal;
  const elsewhere = relative(process.cwd(), folder);
  console.log(paint.dim(`no deadlines; seed ${seed}${elsewhere === "" ? "" : `; your programs are in ${elsewhere}`}`));
  let [allPassed, judgedAny] = [true, false];
  for (const scenario of new Set(checks.map((check) => check.scenario))) {
    const played = lab.scenarios.get(scenario) as LabScenario;
    const { listens } = lab.roles[role] ?? {};
    const leftFromBefore = () => !stopped.aborted && port !== undefined && listens !== undefined && anyoneBound(listens, port);
    if (leftFromBefore()) console.log(paint.cyan(`end the program that has ${listens} port ${port}: this scenario needs a fresh one`));
    while (leftFromBefore()) await delay(POLL_MS);
    if (stopped.aborted) return INTERRUPTED;
    const its = checks.filter((check) => check.scenario === scenario);
    const seen = new Set(seenByHand(lab, played.scenario));
    for (const check of its) if (!seen.has(check)) console.log(paint.dim(`${check.id} is not judged: ${UNSEEN}`));
    const judged = its.filter((check) => seen.has(check));
    const verdicts = await byHand({ lab, played, checks: judged, seed, commands, port: port ?? null, patience: Infinity, rttMs: 0, paint, stopped });
    if (stopped.aborted) process.exit(INTERRUPTED); // what the scenario has open still, would keep us
    allPassed &&= verdicts.every(({ status }) => status === "pass");
    judgedAny ||= verdicts.length > 0;
  }
  if (!judgedAny) console.log("nothing was judged: npm test does that");
  return judgedAny && allPassed ? 0 : 1;
}

const UNSEEN = "what a program prints, and how it ends, is not seen of one that you start yourself";
