import type { Lab } from "../lab/load-lab.js";
import type { Proof } from "./prove.js";

/** A proof as a page: what each program is, and which checks it fails. Nothing in it changes from run to run of the same lab. */
export function proofMarkdown(lab: Pick<Lab, "name" | "checks">, proof: Proof): string {
  const mutants = proof.rows.filter((row) => row.kind === "mutant");
  const nulls = proof.rows.filter((row) => row.kind === "null");
  const killers = new Map(lab.checks.map((check) => [check.id, mutants.filter((row) => row.failed.includes(check.id)).length]));
  return [
    `# Proof of ${lab.name}`,
    "",
    `Written by \`wiregrade prove ${lab.name}\`, when the proof held: the reference solution passes all ${lab.checks.length} checks; each of ${mutants.length}`,
    `mutants fails what it must, and nothing that has nothing to do with its mistake; ${nulls.length} null programs pass nothing.`,
    "",
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
