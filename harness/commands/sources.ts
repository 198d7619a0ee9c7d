import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { readBatchState } from "../batch/batch-state.js";
import type { Submission } from "../batch/find-submissions.js";
import { makeScratch } from "../batch/scratch.js";
import { inWords, WiregradeError } from "../errors.js";
import { laySources } from "../batch/lay-sources.js";
import { paintFor } from "../report/paint.js";
import { shellWord } from "../text/shell-word.js";
import { oneLine } from "../text/visible.js";
import { requireEmpty } from "./require-empty.js";

/** `wiregrade sources <folder...> --out <folder>`: what the authors of a batch wrote, laid out for a search for likeness. Resolves to the exit code. */
export async function sources(folders: readonly string[], { out }: { out: string }): Promise<number> {
  const states = await Promise.all(folders.map(async (folder) => await readBatchState(folder)));
  const [lab = "", ...others] = new Set(states.map((state) => state.lab));
  if (others.length > 0) throw new WiregradeError("LAB_MISMATCH", `${folders.join(", ")}: are batches of ${lab} and ${others.join(", ")}`);
  const submissions = new Map<string, Submission>();
  for (const state of states) for (const one of state.submissions) submissions.set(one.name, one);
  await requireEmpty(out);
  await mkdir(resolve(out), { recursive: true }).catch((error: unknown) => {
    throw new WiregradeError("OUT_UNWRITABLE", `${out}: ${inWords(error)}`);
  });
  await using scratch = await makeScratch();
  const { languages, without, leftOut } = await laySources(lab, [...submissions.values()], resolve(out), join(scratch.path, "opened"));
  const paint = paintFor(process.stderr);
  for (const { name, why } of without) console.error(`${paint.yellow("warning")}: ${oneLine(name)}: ${oneLine(why, 200)}`);
  for (const { name, files } of leftOut)
    console.error(`${paint.yellow("warning")}: ${oneLine(name)}: not copied, since builds put theirs there, or over 1 MiB: ${oneLine(files.join(", "), 200)}`);
  console.log(`${submissions.size - without.length} of ${submissions.size} submissions in ${join(out, "submissions")}`);
  for (const { jplag, submissions: count, baseCode } of languages) {
    const base = baseCode === null ? "" : ` -bc ${shellWord(baseCode)}`;
    // JPlag refuses to compare fewer than two.
    const command = count < 2 ? "nothing to compare it with" : `java -jar jplag.jar -l ${jplag}${base} ${shellWord(join(out, "submissions"))}`;
    console.log(`${count} in ${jplag}: ${command}`);
  }
  return 0;
}
