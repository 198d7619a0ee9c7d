import { readdir } from "node:fs/promises";
import { errorCode, inWords, WiregradeError } from "../errors.js";

/** Throws unless the folder is new, or empty but for a repository's own. */
export async function requireEmpty(out: string): Promise<void> {
  const entries = await readdir(out).catch((error: unknown) => {
    if (errorCode(error) === "ENOENT") return [];
    throw new WiregradeError("OUT_UNWRITABLE", `${out}: ${errorCode(error) === "ENOTDIR" ? "is a file, or below one" : inWords(error)}`);
  });
  const [other] = entries.filter((entry) => entry !== ".git");
  if (other !== undefined) throw new WiregradeError("OUT_NOT_EMPTY", `${out}: already holds ${other}`, { mend: "choose a new or empty folder" });
}
