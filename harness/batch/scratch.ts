import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { mkdtemp, realpath } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder for everything temporary of one command, removed when it ends, however it ends. */
export async function makeScratch(): Promise<AsyncDisposable & { path: string }> {
  const path = await mkdtemp(join(await realpath(tmpdir()), "wiregrade-"));
  const remove = () => rmSync(path, { recursive: true, force: true, maxRetries: 3 });
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
