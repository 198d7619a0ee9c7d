import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { errorMessage, WiregradeError } from "../errors.js";
import { copySubmission } from "../submission/files.js";

/** The reference solution with one realistic mistake, as data. Its file's name is the mistake. */
export interface Mutant {
  name: string;
  /** One sentence. */
  mistake: string;
  /** Each `find` occurs exactly once in its file. */
  edits: { file: string; find: string; replace: string }[];
  /** Checks that must fail for it. */
  mustFail: string[];
  /** Checks that may fail or not: what the mistake breaks by the way, or by chance. */
  mayFail: string[];
}

/** As it is written: who breaks nothing by the way says nothing of it. */
type MutantFile = Omit<Mutant, "name" | "mayFail"> & Partial<Pick<Mutant, "mayFail">>;

/** All mutants in a folder, by name. Throws LAB_INVALID that names the file. */
export async function loadMutants(folder: string): Promise<Mutant[]> {
  const files = (await readdir(folder).catch(() => [])).filter((file) => file.endsWith(".json")).sort();
  return await Promise.all(
    files.map(async (file) => {
      try {
        const { mistake, edits, mustFail, mayFail = [] } = JSON.parse(await readFile(join(folder, file), "utf8")) as MutantFile;
        return { name: file.slice(0, -".json".length), mistake, edits, mustFail, mayFail };
      } catch (error) {
        throw new WiregradeError("LAB_INVALID", `${join(folder, file)}: ${errorMessage(error)}`);
      }
    }),
  );
}

/** Writes the solution with the mutant's edits to the new folder `to`. */
export async function writeMutant(solution: string, mutant: Mutant, to: string): Promise<void> {
  await copySubmission(solution, to);
  for (const { file, find, replace } of mutant.edits) {
    const path = join(to, file);
    const text = await readFile(path, "utf8");
    const occurrences = text.split(find).length - 1;
    if (occurrences !== 1)
      throw new WiregradeError("LAB_INVALID", `mutant ${mutant.name}: its text to replace occurs ${occurrences} times in ${file}, not once`);
    await writeFile(
      path,
      text.replace(find, () => replace),
    );
  }
}
