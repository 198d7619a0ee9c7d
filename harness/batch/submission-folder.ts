import { readdir } from "node:fs/promises";
import { existsSync, type Dirent } from "node:fs";
import { join } from "node:path";
import { WiregradeError } from "../errors.js";
import { isLeftOut } from "../submission/entry-name.js";
import { MANIFEST_NAME, readManifest } from "../submission/manifest.js";
import { oneLine } from "../text/visible.js";

/**
 * Where in a folder a submission's files are: at its top, in the one folder that it holds, or in the one below that holds the submission of
 * this lab, as in a repository of several labs. Throws SUBMISSION_EMPTY, and MANIFEST_INVALID where two are of this lab.
 */
export async function submissionFolder(top: string, lab: string): Promise<string> {
  if (existsSync(join(top, MANIFEST_NAME))) return top;
  const entries = await handedIn(top);
  if (entries?.length === 0) throw new WiregradeError("SUBMISSION_EMPTY", `${top}: is empty`);
  const only = entries?.length === 1 && entries[0]?.isDirectory() === true ? join(top, entries[0].name) : null;
  if (only !== null && existsSync(join(only, MANIFEST_NAME))) return only;
  return (await folderOfLab(only ?? top, lab)) ?? top;
}

/** What a folder holds, besides what nobody meant to hand in; null if it cannot be read, which is told of when it is graded. */
export async function handedIn(folder: string): Promise<Dirent[] | null> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => null);
  return entries?.filter(({ name }) => !isLeftOut([name])) ?? null;
}

/** The folder right below that is a submission of this lab; null if there is none. */
async function folderOfLab(top: string, lab: string): Promise<string | null> {
  const names = await namesOfLab(top, lab);
  if (names.length > 1)
    throw new WiregradeError("MANIFEST_INVALID", `${top}: ${names.map((name) => oneLine(name, 60)).join(" and ")} are both submissions of ${lab}`, {
      mend: "leave one of them",
    });
  return names[0] === undefined ? null : join(top, names[0]);
}

/** The names of the folders right below whose manifests name the lab; one that cannot be read is of the lab whose name its folder has. */
export async function namesOfLab(top: string, lab: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of (await handedIn(top)) ?? []) {
    const folder = join(top, entry.name);
    if (!entry.isDirectory() || !existsSync(join(folder, MANIFEST_NAME))) continue;
    const stated = await readManifest(folder).then(
      (manifest) => manifest.lab,
      () => entry.name,
    );
    if (stated === lab) found.push(entry.name);
  }
  return found.sort();
}
