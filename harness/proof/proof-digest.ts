import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { packageFile } from "../text/package-root.js";

/** What of the engine a verdict rests on; the rest prints, stores and explains. */
const ENGINE = ["text", "submission", "process", "world", "transcript", "protocols", "judge", "lab", "proof", "pipeline.ts", "runs.ts", "worker.ts"];

/** SHA-256 over the sources that decide what a proof of the lab comes to, hex: as long as it is the same, so is the proof. */
export async function proofDigest(lab: string): Promise<string> {
  return await digestOf(lab, ["solution", "mutants", "hidden"]);
}

/** The same without the mutants: what a row of the proof rests on beside the mutant that it is about. */
export async function basisDigest(lab: string): Promise<string> {
  return await digestOf(lab, ["solution", "hidden"]);
}

async function digestOf(lab: string, parts: readonly string[]): Promise<string> {
  const places = [...ENGINE.map((name) => packageFile("harness", name)), packageFile("labs", lab), ...parts.map((name) => packageFile("reference", lab, name))];
  const files = (await Promise.all(places.map(filesAt))).flat().filter(decides).sort();
  const digest = createHash("sha256");
  for (const file of files)
    digest
      .update(`${relative(packageFile(), file)}\0`)
      .update(await readFile(file))
      .update("\0");
  return digest.digest("hex");
}

async function filesAt(place: string): Promise<string[]> {
  if (place.endsWith(".ts")) return [place];
  if (!existsSync(place)) return [];
  const entries = await readdir(place, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** Not tests, not what students start from, not what is made of a template, by a build or by a student's own run. */
function decides(file: string): boolean {
  return /\.(ts|json)$/.test(file) && !/\.test\.ts$|\/(skeleton|node_modules|build|\.wiregrade)\//.test(file);
}
