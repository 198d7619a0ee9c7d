import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * A new folder for what a script makes, its path. It goes when the script ends, also by a signal, which makes it exit with 130;
 * `isKept(code)`: whether it stays at that exit code.
 */
export function scratchFolder(name, isKept = () => false) {
  const folder = mkdtempSync(join(tmpdir(), `wiregrade-${name}-`));
  process.on("exit", (code) => {
    if (!isKept(code)) rmSync(folder, { recursive: true, force: true });
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => process.exit(130));
  return folder;
}
