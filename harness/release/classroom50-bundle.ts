import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fillTemplate } from "../report/template.js";
import { packGrader } from "./pack-engine.js";

/** Writes what goes into a classroom's `autograders/<assignment>/`: autograder.py, and the grader with the visible checks. */
export async function writeClassroom50Bundle({ lab, language, folder }: { lab: string; language: string; folder: string }): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), "wiregrade-release-"));
  try {
    const tarball = await packGrader({ labs: [lab], language, scratch, to: folder });
    const values = { lab, tarball, typescript: language === "typescript" };
    await writeFile(join(folder, "autograder.py"), fillTemplate("classroom50/autograder.py.hbs", values, { escape: false }));
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
