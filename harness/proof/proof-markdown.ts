import type { Lab } from "../lab/load-lab.js";
import { readFile } from "node:fs/promises";
import type { Proof } from "./prove.js";

const DIGEST = /^Of `([0-9a-f]{64})`/m;

/** The digest of the sources that a PROOF.md was written for; null if there is none. */
export async function statedDigest(file: string): Promise<string | null> {
  return DIGEST.exec(await readFile(file, "utf8").catch(() => ""))?.[1] ?? null;
}

/** A proof as a page: what each program is, and which checks it fails. Nothing in it changes from run to run of the same lab. */
export function proofMarkdown(lab: Pick<Lab, "name" | "checks">, proof: Proof, digest: string): string {
  const mutants = proof.rows.filter((row) => row.kind === "mutant");
  const references = proof.rows.filter((row) => row.kind === "reference");
  const rounds = Math.max(0, ...proof.underLoad.map((row) => row.round ?? 0));
  const loaded = proof.underLoad.filter((row) => row.kind === "mutant").length;
  const nulls = proof.rows.filter((row) => row.kind === "null");
  const killers = new Map(lab.checks.map((check) => [check.id, mutants.filter((row) => row.failed.includes(check.id)).length]));
  return [
    `# Proof of ${lab.name}`,
    "",
    `Written by \`wiregrade prove ${lab.name}\`, when the proof held: the reference solution passes all ${lab.checks.length} checks; each of ${mutants.length}`,
    `mutants fails what it must, and nothing that has nothing to do with its mistake; ${nulls.length} null programs pass nothing.`,
    "",
    `Of \`${digest}\`, the digest of all that it rests on: the engine, the lab, the solution, its mutants, the hidden checks.`,
    "",
    ...(references.length > 1 ? ["The reference passes all checks also with every scenario run in every mode: whole, coalesced, byte by byte, cut.", ""] : []),
    ...(rounds > 0
      ? [`Under load, with two busy loops a core: in ${rounds} rounds the reference passed all each time, and each of ${loaded} mutants failed its checks.`, ""]
      : []),
    "## Mutants",
    "",
    "| mutant | mistake | fails |",
    "| --- | --- | --- |",
    ...mutants.map(
      (row) => `| ${row.name} | ${cell(row.mistake)} | ${row.failed.join(", ")}${row.skipped.length > 0 ? ` (${row.skipped.length} held up)` : ""} |`,
    ),
    "",
    "## Checks",
    "",
    "| check | level | mutants that fail it |",
    "| --- | --- | --- |",
    ...lab.checks.map((check) => `| ${check.id}${check.visibility === "hidden" ? " (hidden)" : ""} | ${check.level} | ${killers.get(check.id) ?? 0} |`),
    "",
    "## Null programs",
    "",
    ...nulls.map((row) => `- ${row.name}: passes nothing`),
    "",
  ].join("\n");
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}
