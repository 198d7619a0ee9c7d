import { randomBytes } from "node:crypto";
import { mkdir, realpath } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { removeFolderNow } from "../process/remove-folder.js";

/** The name of a scratch folder that is still to be made, so that it can be noted down before. */
export async function scratchName(): Promise<string> {
  return join(await realpath(tmpdir()), `wiregrade-${randomBytes(6).toString("hex")}`);
}

/** Whether a path is one that `scratchName` could have made. */
export function isScratch(path: string): boolean {
  return /^wiregrade-[0-9a-f]{12}$/.test(basename(path));
}

/** A folder for everything temporary of one command. */
export interface Scratch extends AsyncDisposable {
  path: string;
}

/** Makes one, removed when the command ends, however it ends. */
export async function makeScratch(name?: string): Promise<Scratch> {
  const path = name ?? (await scratchName());
  // Programs that run as another user pass through it to what is theirs; nobody lists it.
  await mkdir(path, { mode: 0o711 });
  const remove = () => removeFolderNow(path);
  process.once("exit", remove);
  return {
    path,
    [Symbol.asyncDispose]() {
      process.off("exit", remove);
      remove();
      return Promise.resolve();
    },
  };
}

/** A seed for a run that was given none. */
export function freshSeed(): string {
  return randomBytes(4).toString("hex");
}
