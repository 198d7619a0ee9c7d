import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { killEverything } from "../process/kill.js";
import { removeFolder } from "../process/remove-folder.js";
import type { BatchState } from "./batch-state.js";
import { canaryFolder } from "./canary.js";
import { resultFolder } from "./results-folder.js";
import { isScratch } from "./scratch.js";
import { attemptFolder } from "./store-result.js";
import { removeCgroupsOf } from "./worker-cgroup.js";

/**
 * Removes what a batch that was killed has left behind: its workers and the programs that they started, their cgroups, its temporary files, and what was
 * recorded of gradings that came to no result.
 */
export async function removeLeftovers(out: string, state: BatchState): Promise<void> {
  // What a file names is removed only if it is of our making.
  if (isScratch(state.scratch)) {
    killEverything(null, state.scratch);
    await removeCgroupsOf(state.scratch);
    await removeFolder(state.scratch);
  }
  await removePartials(out);
  for (const { name } of state.submissions) await tidy(resultFolder(out, name));
  for (const entry of await entriesOf(canaryFolder(out))) await tidy(join(canaryFolder(out), entry));
}

async function tidy(folder: string): Promise<void> {
  const entries = await entriesOf(folder);
  // What was set aside stays to be looked at, though nothing has come in its place yet.
  const isKept = entries.some((entry) => /^result(\.[a-z-]+)?\.json$/.test(entry));
  if (!isKept) return await removeFolder(folder);
  await removeFolder(attemptFolder(folder));
  await removePartials(folder);
}

async function removePartials(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => []))
    if (entry.isFile() && /\.(json|csv)\.partial$/.test(entry.name)) await rm(join(folder, entry.name), { force: true });
}

async function entriesOf(folder: string): Promise<string[]> {
  return await readdir(folder).catch(() => []);
}
