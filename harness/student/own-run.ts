import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ORDINARY_JOB, type Job } from "../batch/job.js";
import { RUNS_ALONE } from "../batch/jobs.js";
import { WiregradeError } from "../errors.js";
import { knownRole } from "../lab/known-role.js";
import type { Lab } from "../lab/load-lab.js";
import { unknownCheck } from "./unknown-check.js";

/** Which checks a student wants to see. */
export interface Selection {
  role?: string;
  check?: string[];
  /** Words of their titles, in any case. */
  title?: string;
  failed: boolean;
  /** Checks beyond the contract, too: they take longer than all others together. */
  beyond: boolean;
}

/** Where a student's own runs leave their last result and transcripts, in the submission's folder; never handed in. */
export const OWN_FOLDER = ".wiregrade";

/** The ids of the checks selected, or null for all of them. Checks beyond the contract are left out unless they are asked for. */
export async function selectChecks(lab: Lab, folder: string, { role, check = [], title, failed, beyond }: Selection): Promise<string[] | null> {
  let chosen = beyond || check.length > 0 ? lab.checks : lab.checks.filter((one) => one.level !== "beyond");
  if (role !== undefined) {
    knownRole(role, lab.roles, lab.name, "--role");
    chosen = chosen.filter((one) => one.role === role);
  }
  for (const id of check) if (!lab.checks.some((one) => one.id === id)) throw unknownCheck(lab, id, "--check");
  if (check.length > 0) chosen = chosen.filter((one) => check.includes(one.id));
  if (title !== undefined) chosen = withWords(title, chosen, lab);
  if (failed) {
    const last = await lastVerdicts(folder);
    chosen = chosen.filter((one) => last.get(one.id) !== "pass");
  }
  return chosen.length === lab.checks.length ? null : chosen.map((one) => one.id);
}

/** Those of `chosen` that have these words in their titles; throws where no check of the lab has, or only such as were left out. */
function withWords(words: string, chosen: Lab["checks"], lab: Lab): Lab["checks"] {
  const has = ({ title }: { title: string }) => title.toLowerCase().includes(words.toLowerCase());
  const found = chosen.filter(has);
  const [elsewhere] = lab.checks.filter(has);
  const shown = JSON.stringify(words);
  if (elsewhere === undefined)
    throw new WiregradeError("CHECK_UNKNOWN", `-t: ${lab.name} has no check with ${shown} in its title`, {
      mend: `\`npx wiregrade show ${lab.name}\` lists the checks`,
    });
  if (found.length === 0 && elsewhere.level === "beyond" && !chosen.some(({ level }) => level === "beyond"))
    throw new WiregradeError("USAGE", `-t: what has ${shown} in its title is beyond the contract`, { mend: "add --beyond" });
  return found;
}

/** Whether these checks (null: all) are the whole contract, with or without what lies beyond it. */
export function isWhole(lab: Lab, checks: readonly string[] | null): boolean {
  return checks === null || lab.checks.every((check) => check.level === "beyond" || checks.includes(check.id));
}

/** "1 check beyond is left out: --beyond runs it, too", or null. */
export function leftOut(lab: Lab, checks: readonly string[] | null): string | null {
  const count = checks === null || !isWhole(lab, checks) ? 0 : lab.checks.filter((check) => check.level === "beyond" && !checks.includes(check.id)).length;
  if (count === 0) return null;
  return `${count} ${count === 1 ? "check" : "checks"} beyond the contract left out, for the time that it takes: --beyond runs ${count === 1 ? "it" : "them"}, too`;
}

/** The outcome of each check when it was last judged: pass, fail, skip or error. Throws NO_LAST_RUN. */
export async function lastVerdicts(folder: string): Promise<Map<string, string>> {
  const file = join(folder, OWN_FOLDER, "last.json");
  try {
    return new Map(Object.entries(JSON.parse(await readFile(file, "utf8")) as Record<string, string>));
  } catch {
    throw new WiregradeError("NO_LAST_RUN", `--failed: ${file} does not tell how the last run went`);
  }
}

/** Remembers the outcome of each check for `--failed`; checks that were not run keep what they had. */
export async function rememberVerdicts(folder: string, verdicts: readonly { check: string; status: string }[]): Promise<void> {
  const before = await lastVerdicts(folder).catch(() => new Map<string, string>());
  for (const { check, status } of verdicts) before.set(check, status);
  await mkdir(join(folder, OWN_FOLDER), { recursive: true });
  await writeFile(join(folder, OWN_FOLDER, "last.json"), `${JSON.stringify(Object.fromEntries(before), null, 2)}\n`);
}

/** The job of a student's own run. */
export async function studentJob(folder: string, lab: string, checks: string[] | null, seed: string, scratch: string): Promise<Job> {
  const transcripts = join(folder, OWN_FOLDER, "transcripts");
  await rm(transcripts, { recursive: true, force: true });
  return { ...ORDINARY_JOB, lab, folder, name: "yours", seed, hidden: false, checks, transcripts, scratch, runsAtOnce: RUNS_ALONE, shrink: true };
}
