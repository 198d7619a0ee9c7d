import { createWriteStream, existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { relative } from "node:path";
import { pipeline } from "node:stream/promises";
import { ZipFile } from "yazl";
import { fillTemplate } from "../report/template.js";
import { packageFile } from "../text/package-root.js";
import { debianPackages } from "./languages.js";
import { filesBelow } from "./files-below.js";
import { SOME_TIME } from "./pack-engine.js";

/** Below the package's root: what grading one lab needs, its hidden checks too if it has some, and nothing of its solution. */
function partsFor(lab: string): string[] {
  return [
    ...["package.json", "package-lock.json", "LICENSE", "dist/harness", "harness", "templates/reports", `dist/labs/${lab}`, `labs/${lab}`],
    ...[`dist/reference/${lab}/hidden`, `reference/${lab}/hidden`].filter((part) => existsSync(packageFile(part))),
  ];
}

/** Of the package's files, those that run: compiled code without its tests, and data that is read. */
function isNeeded(file: string): boolean {
  if (file.startsWith("dist/")) return file.endsWith(".js") && !/\.test\.js$|\/test-[^/]*\.js$|\/(e2e|release)\//.test(file);
  return /\.(json|hbs)$|^LICENSE$/.test(file) && !/\/(skeleton|node_modules|build)\//.test(file);
}

/** Writes the autograder of one lab as Gradescope takes it: setup.sh, run_autograder and the grader. https://gradescope-autograders.readthedocs.io/en/latest/specs/ */
export async function writeGradescopeZip({ lab, language, file }: { lab: string; language: string; file: string }): Promise<void> {
  const zip = new ZipFile();
  const written = pipeline(zip.outputStream, createWriteStream(file));
  const add = (name: string, bytes: Buffer, mode = 0o100644) => zip.addBuffer(bytes, name, { mtime: SOME_TIME, mode });
  add("setup.sh", filled("setup.sh.hbs", { language, packages: debianPackages(language) }), 0o100755);
  add("run_autograder", filled("run_autograder.hbs", { lab }), 0o100755);
  const found = await Promise.all(partsFor(lab).map(async (part) => await filesAt(packageFile(part))));
  for (const path of found.flat()) {
    const name = relative(packageFile(), path);
    if (isNeeded(name)) add(`wiregrade/${name}`, await readFile(path));
  }
  zip.end();
  await written;
}

async function filesAt(path: string): Promise<string[]> {
  return /\/(LICENSE|[^/]*\.json)$/.test(path) ? [path] : await filesBelow(path);
}

function filled(template: string, values: object): Buffer {
  return Buffer.from(fillTemplate(`gradescope/${template}`, values, { escape: false }));
}
