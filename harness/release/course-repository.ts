import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative } from "node:path";
import { WiregradeError } from "../errors.js";
import type { Lab } from "../lab/load-lab.js";
import { fillTemplate } from "../report/template.js";
import { packageFile } from "../text/package-root.js";
import { editorFiles } from "./editor.js";
import { debianPackages, debuggers } from "./languages.js";
import { findLeaks, type Leak } from "./leaks.js";
import { filesBelow } from "./files-below.js";
import { packEngine, packGrader } from "./pack-engine.js";
import { openTexts, secretTexts, textsBelow } from "./secrets.js";

/** A course's repository for students: their labs in one language, and the grader that they install. */
export interface Course {
  labs: readonly Lab[];
  language: string;
  /** An empty folder, or none yet. */
  out: string;
}

/** The languages that a lab has a skeleton in. */
export async function languagesOf(lab: string): Promise<string[]> {
  const entries = await readdir(packageFile("labs", lab, "skeleton"), { withFileTypes: true }).catch(() => []);
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
}

/** Writes the repository, one lab at its top or several in folders of their own. Nothing is written if something secret would go with it. */
export async function writeCourse({ labs, language, out }: Course): Promise<void> {
  for (const { name } of labs) await requireSkeleton(name, language);
  await mkdir(dirname(out), { recursive: true });
  // Beside its place, so that it is there as a whole or not at all.
  const making = await mkdtemp(join(dirname(out), ".wiregrade-release-"));
  const scratch = await mkdtemp(join(tmpdir(), "wiregrade-release-"));
  try {
    const names = labs.map(({ name }) => name);
    const tarball = await packGrader({ labs: names, language, scratch, to: making });
    await packEngine({ labs: names, language, folder: join(scratch, "legible"), legible: true });
    const alone = labs.length === 1;
    for (const { name } of labs) await writeLab(name, language, alone ? making : join(making, name), `file:${alone ? "" : "../"}${tarball}`);
    if (!alone) await writeOverview(labs, making);
    const editor = await editorFiles(labs, language);
    const extensions = editor.extensions.recommendations;
    await writeShared(making, { labs, several: !alone, language, packages: debianPackages(language), debuggers: debuggers(language), extensions });
    for (const [name, value] of Object.entries(editor)) await writeJson(join(making, ".vscode", `${name}.json`), value);
    const leaks = await leaksOf([making, join(scratch, "legible")]);
    if (leaks.length > 0) throw leaked(leaks);
    await moveInto(making, out);
  } finally {
    await rm(making, { recursive: true, force: true });
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Throws an error that tells the languages of the lab unless this is one. */
export async function requireSkeleton(lab: string, language: string): Promise<void> {
  const languages = await languagesOf(lab);
  if (languages.includes(language)) return;
  throw new WiregradeError("LANGUAGE_UNKNOWN", `${lab} has no skeleton in ${JSON.stringify(language)}; there are ${languages.join(", ")}`);
}

/** What lies in a skeleton's folder once somebody has worked there. */
const NOT_OF_A_SKELETON = new Set(["node_modules", "build", "bin", "package-lock.json", ".wiregrade", "__pycache__"]);

async function writeLab(lab: string, language: string, folder: string, grader: string): Promise<void> {
  const skeleton = packageFile("labs", lab, "skeleton", language);
  await cp(skeleton, folder, { recursive: true, filter: (path) => !NOT_OF_A_SKELETON.has(basename(path)) });
  const handout = await readFile(packageFile("labs", lab, "HANDOUT.md"), "utf8");
  // Of what it is made is nothing to its readers.
  await writeFile(join(folder, "HANDOUT.md"), handout.replace(/^<!--.*?-->\s*/s, ""));
  const manifest = JSON.parse(await readFile(join(skeleton, "package.json"), "utf8")) as { devDependencies: Record<string, string> };
  await writeJson(join(folder, "package.json"), { ...manifest, devDependencies: { ...manifest.devDependencies, wiregrade: grader } });
  // To read: what is checked, and what is played for it.
  await cp(packageFile("labs", lab, "rubric.json"), join(folder, "checks", "rubric.json"));
  const scenarios = packageFile("labs", lab, "scenarios");
  for (const file of await readdir(scenarios)) if (!file.endsWith(".test.ts")) await cp(join(scenarios, file), join(folder, "checks", "scenarios", file));
  const wire = packageFile("labs", lab, "wire.schema.json");
  if (existsSync(wire)) await cp(wire, join(folder, "wire.schema.json"));
}

/** What a repository of several labs has at its top. */
async function writeOverview(labs: readonly Lab[], folder: string): Promise<void> {
  await writeFile(join(folder, "README.md"), fillTemplate("course/overview.md.hbs", { labs }, { escape: false }));
  await writeJson(join(folder, "package.json"), {
    ...{ name: "labs", private: true, workspaces: labs.map(({ name }) => name) },
    scripts: { test: "npm test --workspaces" },
  });
}

const REPOSITORY = packageFile("templates", "course", "repository");

/** What every repository has: templates/course/repository/, where "dot-" stands for the dot that hides a file. */
async function writeShared(folder: string, values: object): Promise<void> {
  for (const source of await filesBelow(REPOSITORY)) {
    const path = relative(REPOSITORY, source).replaceAll("dot-", ".");
    const file = join(folder, path.replace(/\.hbs$/, ""));
    await mkdir(dirname(file), { recursive: true });
    if (path.endsWith(".hbs")) await writeFile(file, fillTemplate(relative(packageFile("templates"), source), values, { escape: false }));
    else await cp(source, file);
  }
}

async function writeJson(file: string, value: object): Promise<void> {
  await writeFile(file, `${JSON.stringify(value, null, 2)}\n`);
}

/** What of the staff's would go with these folders. */
async function leaksOf(folders: readonly string[]): Promise<Leak[]> {
  const [secret, open] = await Promise.all([secretTexts(), openTexts()]);
  const shipped = await Promise.all(folders.map(async (folder) => [...(await textsBelow([folder], (file) => !file.endsWith(".tgz"), folder))]));
  return findLeaks(new Map(shipped.flat()), secret, open);
}

function leaked(leaks: readonly Leak[]): WiregradeError {
  const [{ file, from, run }] = leaks as [Leak];
  const more = leaks.length > 1 ? `, and ${leaks.length - 1} more` : "";
  return new WiregradeError("RELEASE_LEAKS", `${file} would give away ${from}: ${JSON.stringify(run)}${more}`);
}

/** Moves what was made to its place: a folder that is there and empty keeps its own, with all that it is linked to. */
async function moveInto(making: string, out: string): Promise<void> {
  await mkdir(out, { recursive: true });
  for (const entry of await readdir(making)) await rename(join(making, entry), join(out, entry));
}
