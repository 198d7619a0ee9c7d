import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { errorMessage, WiregradeError } from "../errors.js";
import type { Verdict } from "../judge/verdict.js";
import { machinePath } from "../process/environment.js";
import { missingProgram } from "../process/find-program.js";
import { packageFile } from "../text/package-root.js";

/**
 * Real software that a lab is tried against: a submission in reference/<lab>/real/<name>, with an entry in expected.json there.
 * What widely used software fails is either the check's mistake, or known and told.
 */
export interface RealSoftware {
  /** Its folder, absolute. */
  folder: string;
  /** What it cannot do without: commands, or with a slash files in its folder. */
  needs: string[];
  /** The command that installs it. */
  install: string;
  /** Id of a check that it fails -> why, in one sentence. What such a check holds up is not named. */
  fails: Record<string, string>;
}

export function realFolder(lab: string): string {
  return packageFile("reference", lab, "real");
}

/** What there is for a lab, by name; throws LAB_INVALID where folders and expected.json do not agree. */
export async function loadRealSoftware(lab: string): Promise<Map<string, RealSoftware>> {
  const root = realFolder(lab);
  const file = join(root, "expected.json");
  const entries = await readdir(root, { withFileTypes: true }).catch(() => []);
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  if (folders.length === 0) return new Map();
  const expected = await readFile(file, "utf8")
    .then((text) => JSON.parse(text) as Record<string, Omit<RealSoftware, "folder">>)
    .catch((error: unknown) => {
      throw new WiregradeError("LAB_INVALID", `${file}: ${errorMessage(error)}`);
    });
  const names = Object.keys(expected);
  const odd = [...folders.filter((name) => !names.includes(name)), ...names.filter((name) => !folders.includes(name))];
  if (odd.length > 0) throw new WiregradeError("LAB_INVALID", `${file}: a folder without an entry, or an entry without a folder: ${odd.join(", ")}`);
  return new Map(Object.entries(expected).map(([name, entry]) => [name, { ...entry, folder: join(root, name) }]));
}

/** Where servers are installed, outside of an ordinary user's path. */
const SERVER_FOLDERS = ["/usr/local/sbin", "/usr/sbin", "/sbin"];

/** What of `needs` is not here. */
export async function missingNeeds({ needs, folder }: Pick<RealSoftware, "needs" | "folder">): Promise<string[]> {
  const path = [machinePath(), ...SERVER_FOLDERS].join(delimiter);
  const here = await Promise.all(
    needs.map(async (need) => (need.includes("/") ? existsSync(join(folder, need)) : (await missingProgram(need, folder, path)) === null)),
  );
  return needs.filter((_, index) => here[index] === false);
}

type Outcome = Pick<Verdict, "check" | "status" | "reason"> & { cause: Pick<NonNullable<Verdict["cause"]>, "message" | "run"> | null };

/** What came otherwise than expected; a check that is held up stands for nothing, since what holds it up is told. */
export function differences(fails: RealSoftware["fails"], verdicts: readonly Outcome[]): string[] {
  const known = new Set(verdicts.map(({ check }) => check));
  const unknown = Object.keys(fails).filter((check) => !known.has(check));
  return [
    ...unknown.map((check) => `${check}: expected to fail, and there is no such check`),
    ...verdicts.flatMap(({ check, status, reason, cause }) => {
      if (status === "error") return [`${check}: could not be judged: ${reason ?? ""}`];
      if (check in fails) return status === "fail" ? [] : [`${check}: expected to fail (${fails[check]}), and did not: ${reason ?? status}`];
      return status === "fail" ? [`${check}: failed: ${cause?.message ?? ""} (${cause?.run ?? ""})`] : [];
    }),
  ];
}
