import { copyFile, mkdir, readdir, stat } from "node:fs/promises";
import { dirname, extname, join, relative } from "node:path";
import { openSubmission } from "./open-submission.js";
import type { Submission } from "./find-submissions.js";
import { errorMessage } from "../errors.js";
import { removeFolder } from "../process/remove-folder.js";
import { packageFile } from "../text/package-root.js";

/** A language as JPlag calls it, our skeletons' name for it, and the endings of its files. https://github.com/jplag/JPlag */
const LANGUAGES = [
  { jplag: "python3", skeleton: "python", endings: [".py"] },
  { jplag: "typescript", skeleton: "typescript", endings: [".ts", ".mts"] },
  { jplag: "javascript", skeleton: null, endings: [".js", ".mjs", ".cjs"] },
  { jplag: "java", skeleton: "java", endings: [".java"] },
  { jplag: "c", skeleton: "c", endings: [".c", ".h"] },
  { jplag: "cpp", skeleton: null, endings: [".cc", ".cpp", ".cxx", ".hh", ".hpp"] },
  { jplag: "golang", skeleton: "go", endings: [".go"] },
  { jplag: "rust", skeleton: null, endings: [".rs"] },
  { jplag: "kotlin", skeleton: null, endings: [".kt"] },
  { jplag: "csharp", skeleton: null, endings: [".cs"] },
] as const;

/** What is in a submission's folder without being its author's. */
const NOT_WRITTEN = new Set(["node_modules", ".git", ".wiregrade", "build", "bin", "dist", "target", "__pycache__", "venv", ".venv"]);
/** What anybody writes by hand is smaller. */
const LARGEST_BYTES = 1 << 20;

/** What was laid out. */
export interface LaidSources {
  /** How many submissions have files of a language, by JPlag's name for it, the most common first. */
  languages: { jplag: string; submissions: number; baseCode: string | null }[];
  /** Those that have no file in any language that we know, or could not be opened, and why. */
  without: { name: string; why: string }[];
}

/**
 * Copies what the authors wrote into `<out>/submissions/<name>/`, and the lab's skeletons, which are alike in all, to
 * `<out>/base-code/<language>/`. `scratch`: an absent folder for what has to be unpacked.
 */
export async function laySources(lab: string, submissions: readonly Submission[], out: string, scratch: string): Promise<LaidSources> {
  const counts = new Map<string, number>();
  const without: LaidSources["without"] = [];
  for (const submission of submissions) {
    const { name } = submission;
    try {
      const written = await copyWritten(await openSubmission(submission, scratch), join(out, "submissions", name));
      for (const jplag of written) counts.set(jplag, (counts.get(jplag) ?? 0) + 1);
      if (written.size === 0) without.push({ name, why: "no file in a language that JPlag reads" });
    } catch (error) {
      without.push({ name, why: errorMessage(error) });
    } finally {
      await removeFolder(scratch);
    }
  }
  const languages = LANGUAGES.flatMap(({ jplag, skeleton }) => {
    const count = counts.get(jplag);
    return count === undefined ? [] : [{ jplag, submissions: count, skeleton }];
  }).sort((a, b) => b.submissions - a.submissions);
  return {
    languages: await Promise.all(
      languages.map(async ({ jplag, submissions: count, skeleton }) => ({ jplag, submissions: count, baseCode: await copySkeleton(lab, skeleton, out) })),
    ),
    without,
  };
}

/** The folder of the skeleton's copy, or null if there is none. */
async function copySkeleton(lab: string, language: string | null, out: string): Promise<string | null> {
  if (language === null) return null;
  const folder = join(out, "base-code", language);
  const written = await copyWritten(packageFile("labs", lab, "skeleton", language), folder).catch(() => new Set());
  return written.size === 0 ? null : folder;
}

/** Copies the source files below `from`, and returns the languages that they are in. Links are not followed. */
async function copyWritten(from: string, to: string): Promise<Set<string>> {
  const found = new Set<string>();
  const visit = async (folder: string): Promise<void> => {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && !NOT_WRITTEN.has(entry.name)) await visit(path);
      const language = LANGUAGES.find(({ endings }) => (endings as readonly string[]).includes(extname(entry.name).toLowerCase()));
      if (language === undefined || !entry.isFile() || (await stat(path)).size > LARGEST_BYTES) continue;
      const copy = join(to, relative(from, path));
      await mkdir(dirname(copy), { recursive: true });
      await copyFile(path, copy);
      found.add(language.jplag);
    }
  };
  await visit(from);
  return found;
}
