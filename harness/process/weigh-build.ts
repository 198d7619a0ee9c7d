import type { BuildOutcome } from "./build.js";
import { diskUsage, MOST_ENTRIES } from "./tree-usage.js";

/** A submission as it is copied for each run, bytes; more is refused before the first copy. */
export const MOST_BUILT_BYTES = 512 * 2 ** 20;
const MIB = 2 ** 20;

/** How much the built submission in `folder` is, bytes; a build whose outcome cannot be copied has failed. */
export async function weighBuild(folder: string, build: BuildOutcome): Promise<{ bytes: number; build: BuildOutcome }> {
  const { bytes, entries, tooDeep } = await diskUsage([folder], MOST_BUILT_BYTES);
  const failed = (reason: string) => ({ bytes, build: { ...build, status: "failed" as const, reason } });
  if (build.status === "failed") return { bytes, build };
  if (tooDeep) return failed("it holds folders in folders whose path is too long");
  if (entries > MOST_ENTRIES) return failed(`it holds more than ${MOST_ENTRIES} files and folders`);
  if (bytes > MOST_BUILT_BYTES) return failed(`it holds more than ${MOST_BUILT_BYTES / MIB} MiB`);
  return { bytes, build };
}
