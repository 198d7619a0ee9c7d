import { readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { errorCode, errorMessage, WiregradeError } from "../errors.js";
import { loadLab } from "../lab/load-lab.js";
import { writeCourse } from "../release/course-repository.js";
import { shellWord } from "../text/shell-word.js";

export interface ReleaseOptions {
  language: string;
  out: string;
}

/** `wiregrade release <lab...>`. Resolves to the exit code. */
export async function release(names: readonly string[], { language, out }: ReleaseOptions): Promise<number> {
  const labs = await Promise.all([...new Set(names)].map(async (name) => await loadLab(name, { hidden: false })));
  await requireEmpty(out);
  await writeCourse({ labs, language, out: resolve(out) });
  const first = labs.length > 1 ? join(out, labs[0]?.name ?? "") : out;
  console.log(`${labs.map(({ name }) => name).join(", ")} in ${language}: ${out}`);
  console.log(`try it as a student: cd ${shellWord(first)} && npm install && npm test`);
  return 0;
}

async function requireEmpty(out: string): Promise<void> {
  const entries = await readdir(out).catch((error: unknown) => {
    if (errorCode(error) === "ENOENT") return [];
    throw new WiregradeError("OUT_UNWRITABLE", `${out}: ${errorMessage(error)}`);
  });
  const [other] = entries.filter((entry) => entry !== ".git");
  if (other !== undefined) throw new WiregradeError("OUT_NOT_EMPTY", `${out}: already holds ${other}`, { mend: "choose a new or empty folder" });
}
