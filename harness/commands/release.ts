import { existsSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { errorCode, inWords, WiregradeError } from "../errors.js";
import { loadLab, type Lab } from "../lab/load-lab.js";
import { writeClassroom50Bundle } from "../release/classroom50-bundle.js";
import { languagesOf, requireSkeleton, writeCourse } from "../release/course-repository.js";
import { writeGradescopeZip } from "../release/gradescope-zip.js";
import { shellWord } from "../text/shell-word.js";
import { requireEmpty } from "./require-empty.js";

export interface ReleaseOptions {
  language?: string;
  out: string;
  gradescope: boolean;
  classroom50: boolean;
}

/** `wiregrade release <lab...>`. Resolves to the exit code. */
export async function release(names: readonly string[], { language, out, gradescope, classroom50 }: ReleaseOptions): Promise<number> {
  if (language === undefined) throw await withoutLanguage(names);
  if (gradescope && classroom50) throw new WiregradeError("USAGE", "--gradescope and --classroom50 are two releases");
  if (gradescope) return await releaseForGradescope(names, language, out);
  if (classroom50) return await releaseForClassroom50(names, language, out);
  const labs = await Promise.all([...new Set(names)].map(async (name) => await loadLab(name, { hidden: false })));
  await requireEmpty(out);
  await writing(out, async () => await writeCourse({ labs, language, out: resolve(out) }));
  const first = labs.length > 1 ? join(out, labs[0]?.name ?? "") : out;
  console.log(`${labs.map(({ name }) => name).join(", ")} in ${language}: ${out}`);
  console.log(`try it as a student: cd ${shellWord(first)} && npm install && npm test`);
  return 0;
}

/** An error that lists the languages of the labs. */
async function withoutLanguage(names: readonly string[]): Promise<WiregradeError> {
  const lists: string[] = [];
  for (const name of new Set(names)) {
    const { name: lab } = await loadLab(name, { hidden: false });
    lists.push(`${(await languagesOf(lab)).join(", ")} of ${lab}`);
  }
  return new WiregradeError("USAGE", "--language is missing", { mend: `there are the skeletons ${lists.join("; ")}` });
}

async function releaseForClassroom50(names: readonly string[], language: string, out: string): Promise<number> {
  const lab = await onlyLab(names, language, "--classroom50");
  await requireEmpty(out);
  await writing(out, async () => {
    await mkdir(out, { recursive: true });
    await writeClassroom50Bundle({ lab: lab.name, language, folder: resolve(out) });
  });
  console.log(`${lab.name} in ${language} for Classroom 50: ${out}; put what is in it into the classroom's autograders/<assignment>/`);
  return 0;
}

/** An autograder is of one lab. */
async function onlyLab([name, ...others]: readonly string[], language: string, option: string): Promise<Lab> {
  if (name === undefined || others.length > 0) throw new WiregradeError("USAGE", `${option}: an autograder is of one lab`, { mend: "write one for each" });
  const lab = await loadLab(name, { hidden: true });
  await requireSkeleton(lab.name, language);
  return lab;
}

async function releaseForGradescope(names: readonly string[], language: string, out: string): Promise<number> {
  const lab = await onlyLab(names, language, "--gradescope");
  if (existsSync(out)) throw new WiregradeError("OUT_NOT_EMPTY", `${out}: is there already`, { mend: "name a new file" });
  await writing(out, async () => await writeGradescopeZip({ lab: lab.name, language, file: resolve(out) })).catch(async (error: unknown) => {
    await rm(out, { force: true });
    throw error;
  });
  console.log(`${lab.name} in ${language} for Gradescope: ${out}${lab.hasHidden ? ", with its hidden checks: not for students" : ""}`);
  return 0;
}

/** What keeps us from writing where we were told to; ENOENT and the like, of files of ours, are our own faults. */
const UNWRITABLE = ["EACCES", "EPERM", "EROFS", "ENOSPC", "EDQUOT", "ENOTDIR", "EEXIST"];

async function writing(out: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (UNWRITABLE.includes(errorCode(error) ?? "")) throw new WiregradeError("OUT_UNWRITABLE", `${out}: ${inWords(error)}`);
    throw error;
  }
}
