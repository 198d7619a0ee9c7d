import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { errorMessage, WiregradeError } from "../errors.js";
import type { JudgedCheck } from "../judge/judged-run.js";
import { mergeRubrics, parseRubric, parseVettedRubric } from "../judge/load-rubric.js";
import { packageFile } from "../text/package-root.js";
import type { Scenario } from "../world/scenario.js";
import type { LabDefinition } from "./define-lab.js";

/** A scenario with the SHA-256 of the code that plays it. */
export interface LabScenario {
  scenario: Scenario;
  digest: string;
  visibility: "visible" | "hidden";
}

/** A lab as found on disk: there is no list of labs, a folder with a lab.ts is one. */
export interface Lab extends LabDefinition {
  /** labs/<name> */
  folder: string;
  checks: JudgedCheck[];
  /** Points of hidden checks, whether or not they are here. */
  hiddenPoints: number;
  /** Whether the hidden checks are here: reference/ may have been left out. */
  hasHidden: boolean;
  viewSchema: Record<string, unknown>;
  scenarios: Map<string, LabScenario>;
  /** SHA-256 over all that decides a verdict. */
  digest: string;
}

/** Whether this is what students get, whose rubrics were found sound when it was packed. */
export const isPacked = !existsSync(packageFile("reference"));

/** Names of all labs, in order. */
export async function labNames(): Promise<string[]> {
  const folders = await readdir(packageFile("dist", "labs"), { withFileTypes: true }).catch(() => []);
  return folders.flatMap((entry) => (entry.isDirectory() && existsSync(packageFile("dist", "labs", entry.name, "lab.js")) ? [entry.name] : [])).sort();
}

/**
 * Loads a lab; with `hidden`, its hidden checks and scenarios too, where they are present. `vetted`: its rubrics were found sound
 * before, by whoever started this process or packed the grader.
 */
export async function loadLab(name: string, { hidden, vetted = false }: { hidden: boolean; vetted?: boolean }): Promise<Lab> {
  const parse = vetted ? parseVettedRubric : parseRubric;
  const names = await labNames();
  if (!names.includes(name)) throw new WiregradeError("LAB_UNKNOWN", `there is no lab ${JSON.stringify(name)}; there are ${names.join(", ")}`);
  const folder = packageFile("labs", name);
  const code = packageFile("dist", "labs", name);
  const hiddenFolder = packageFile("reference", name, "hidden");
  const digest = createHash("sha256");

  const definition = ((await load(join(code, "lab.js"))) as { default: LabDefinition }).default;
  const visible = parse(await text(join(folder, "rubric.json"), digest), join(folder, "rubric.json"));
  const hasHidden = hidden && existsSync(join(hiddenFolder, "rubric.json"));
  const secret = hasHidden ? parse(await text(join(hiddenFolder, "rubric.json"), digest), join(hiddenFolder, "rubric.json")) : null;
  const checks = mergeRubrics(visible, secret);
  const viewSchema = JSON.parse(await text(join(folder, "view.schema.json"), digest)) as Record<string, unknown>;
  if (existsSync(join(folder, "wire.schema.json"))) await text(join(folder, "wire.schema.json"), digest);
  for (const file of (await readdir(code)).filter(isCode)) await text(join(code, file), digest);

  const scenarios = new Map<string, LabScenario>();
  const places = [{ at: join(code, "scenarios"), visibility: "visible" as const }];
  if (hasHidden) places.push({ at: packageFile("dist", "reference", name, "hidden", "scenarios"), visibility: "hidden" as never });
  for (const { at, visibility } of places)
    for (const file of (await readdir(at)).filter(isCode)) {
      const scenarioDigest = createHash("sha256")
        .update(await text(join(at, file), digest))
        .digest("hex");
      for (const value of Object.values((await load(join(at, file))) as Record<string, unknown>)) {
        if (!isScenario(value)) continue;
        if (scenarios.has(value.name)) throw new WiregradeError("LAB_INVALID", `${join(at, file)}: there are two scenarios ${JSON.stringify(value.name)}`);
        scenarios.set(value.name, { scenario: value, digest: scenarioDigest, visibility });
      }
    }
  for (const check of checks) {
    if (!scenarios.has(check.scenario))
      throw new WiregradeError("RUBRIC_INVALID", `${name}: check ${check.id} names scenario ${JSON.stringify(check.scenario)}, which does not exist`);
    if (definition.roles[check.role] === undefined)
      throw new WiregradeError("RUBRIC_INVALID", `${name}: check ${check.id} names role ${JSON.stringify(check.role)}, which does not exist`);
  }
  return { ...definition, folder, checks, hiddenPoints: visible.hiddenPoints ?? 0, hasHidden, viewSchema, scenarios, digest: digest.digest("hex") };
}

function isCode(file: string): boolean {
  return file.endsWith(".js") && !file.endsWith(".test.js");
}

function isScenario(value: unknown): value is Scenario {
  return typeof value === "object" && value !== null && (value as { kind?: unknown }).kind === "scenario";
}

async function text(file: string, digest: { update(data: string): unknown }): Promise<string> {
  try {
    const content = await readFile(file, "utf8");
    digest.update(`${content}\0`);
    return content;
  } catch (error) {
    throw new WiregradeError("LAB_INVALID", `${file}: ${errorMessage(error)}`, { cause: error });
  }
}

async function load(file: string): Promise<unknown> {
  return await import(pathToFileURL(file).href);
}
