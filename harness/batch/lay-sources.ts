import { existsSync } from "node:fs";
import { constants, copyFile, mkdir, readdir, stat } from "node:fs/promises";
import { dirname, extname, join, relative } from "node:path";
import { openSubmission } from "./open-submission.js";
import type { Submission } from "./find-submissions.js";
import { errorMessage } from "../errors.js";
import { removeFolder } from "../process/remove-folder.js";
import { packageFile } from "../text/package-root.js";

/**
 * A language by its identifier in JPlag, our skeletons' name for it, and the endings of its files. JPlag reads those of `endings`; files of
 * `others` get the first of them behind their own. https://github.com/jplag/JPlag, the `IDENTIFIER` and `suffixes` of its languages.
 */
const LANGUAGES: readonly { jplag: string; skeleton: string | null; endings: readonly [string, ...string[]]; others?: readonly string[] }[] = [
  { jplag: "python3", skeleton: "python", endings: [".py"] },
  { jplag: "typescript", skeleton: "typescript", endings: [".ts"], others: [".mts", ".cts"] },
  { jplag: "javascript", skeleton: null, endings: [".js"], others: [".mjs", ".cjs"] },
  { jplag: "java", skeleton: "java", endings: [".java"] },
  { jplag: "c", skeleton: "c", endings: [".c", ".h"] },
  { jplag: "cpp", skeleton: null, endings: [".cpp", ".cc", ".cxx", ".hh", ".hpp"], others: [".hxx"] },
  { jplag: "go", skeleton: "go", endings: [".go"] },
  { jplag: "rust", skeleton: null, endings: [".rs"] },
  { jplag: "kotlin", skeleton: null, endings: [".kt"] },
  { jplag: "csharp", skeleton: null, endings: [".cs"] },
];

/** What is in a submission's folder without being its author's. */
const NOT_WRITTEN = new Set(["node_modules", ".git", ".wiregrade", "__pycache__", "venv", ".venv"]);
/** Where builds put what they make; what an author has put there is told of. */
const BUILT = new Set(["build", "bin", "dist", "target"]);
/** What a released repository brings beside the skeleton, for students to read. */
const BROUGHT = new Set(["checks", "checks.test.js"]);
/** What anybody writes by hand is smaller. */
const LARGEST_BYTES = 1 << 20;

/** What was laid out. */
export interface LaidSources {
  /** How many submissions have files of a language, by JPlag's name for it, the most common first. */
  languages: { jplag: string; submissions: number; baseCode: string | null }[];
  /** Those that have no file in any language that we know, or could not be opened, and why. */
  without: { name: string; why: string }[];
  /** Source files that were not copied, by their submissions: they are where builds put theirs, or too large. */
  leftOut: { name: string; files: string[] }[];
}

/**
 * Copies what the authors wrote into `<out>/submissions/<name>/`, and the lab's skeletons, which are alike in all, to
 * `<out>/base-code/<language>/`. `scratch`: an absent folder for what has to be unpacked.
 */
export async function laySources(lab: string, submissions: readonly Submission[], out: string, scratch: string): Promise<LaidSources> {
  const counts = new Map<string, number>();
  const without: LaidSources["without"] = [];
  const leftOut: LaidSources["leftOut"] = [];
  for (const submission of submissions) {
    const { name } = submission;
    const folder = join(out, "submissions", name);
    try {
      const { languages, left } = await copyWritten(await openSubmission(submission, lab, scratch), folder);
      for (const jplag of languages) counts.set(jplag, (counts.get(jplag) ?? 0) + 1);
      if (languages.size === 0) without.push({ name, why: "no file in a language that JPlag reads" });
      if (left.length > 0) leftOut.push({ name, files: left });
    } catch (error) {
      await removeFolder(folder);
      without.push({ name, why: errorMessage(error) });
    } finally {
      await removeFolder(scratch);
    }
  }
  const languages: LaidSources["languages"] = [];
  for (const { jplag, skeleton } of LANGUAGES) {
    const count = counts.get(jplag);
    if (count === undefined) continue;
    languages.push({ jplag, submissions: count, baseCode: skeleton === null ? null : await copySkeleton(lab, skeleton, out) });
  }
  return { languages: languages.sort((a, b) => b.submissions - a.submissions), without, leftOut };
}

/** The folder of the skeleton's copy, or null if there is none. */
async function copySkeleton(lab: string, language: string, out: string): Promise<string | null> {
  const source = packageFile("labs", lab, "skeleton", language);
  if (!existsSync(source)) return null;
  const folder = join(out, "base-code", language);
  await copyWritten(source, folder);
  return folder;
}

/** Copies the source files below `from`; links are not followed. `left`: those that were not copied, relative to `from`. */
async function copyWritten(from: string, to: string): Promise<{ languages: Set<string>; left: string[] }> {
  const languages = new Set<string>();
  const left: string[] = [];
  const visit = async (folder: string, isBuilt: boolean): Promise<void> => {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (folder === from && BROUGHT.has(entry.name)) continue;
      if (entry.isDirectory() && !NOT_WRITTEN.has(entry.name)) await visit(path, isBuilt || BUILT.has(entry.name));
      const ending = extname(entry.name).toLowerCase();
      const language = LANGUAGES.find(({ endings, others = [] }) => [...endings, ...others].includes(ending));
      if (language === undefined || !entry.isFile()) continue;
      if (isBuilt || (await stat(path)).size > LARGEST_BYTES) {
        left.push(relative(from, path));
        continue;
      }
      await copyBeside(path, join(to, relative(from, path)), language.endings.includes(ending) ? ending : language.endings[0]);
      languages.add(language.jplag);
    }
  };
  await visit(from, false);
  return { languages, left };
}

/** Copies a file to `to`, with the ending of its language. `a.mjs` and `a.mjs.js` would have the same name: nobody hides one file behind another. */
async function copyBeside(path: string, to: string, ending: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  const stem = to.toLowerCase().endsWith(ending) ? to.slice(0, -ending.length) : to;
  for (let nth = 1; ; nth++) {
    const copy = `${stem}${nth === 1 ? "" : `-${nth}`}${ending}`;
    try {
      return await copyFile(path, copy, constants.COPYFILE_EXCL);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}
