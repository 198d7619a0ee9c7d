import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Handlebars from "handlebars";
import { packageFile, wiregradeVersion } from "../text/package-root.js";
import { packEngine, packTarball } from "./pack-engine.js";

/** Writes what goes into a classroom's `autograders/<assignment>/`: autograder.py, and the grader with the visible checks. */
export async function writeClassroom50Bundle({ lab, language, folder }: { lab: string; language: string; folder: string }): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), "wiregrade-release-"));
  try {
    const tarball = `wiregrade-${wiregradeVersion()}.tgz`;
    await packEngine({ labs: [lab], language, folder: join(scratch, "package") });
    await packTarball(join(scratch, "package"), join(folder, tarball));
    const template = await readFile(packageFile("templates", "classroom50", "autograder.py.hbs"), "utf8");
    const values = { lab, tarball, typescript: language === "typescript" };
    await writeFile(join(folder, "autograder.py"), Handlebars.create().compile(template, { noEscape: true, strict: true })(values));
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
