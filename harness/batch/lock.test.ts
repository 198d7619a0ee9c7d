import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packageFile } from "../text/package-root.js";
import { lockByFile, lockFolder } from "./lock.js";

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "wiregrade-test-"))));
afterEach(() => rmSync(folder, { recursive: true }));

/** A process that holds the lock until it is killed. */
async function holder(call: string): Promise<ChildProcess> {
  const code = `import { lockFolder, lockByFile } from ${JSON.stringify(packageFile("dist", "harness", "batch", "lock.js"))};
    const lock = await ${call}(${JSON.stringify(folder)}); console.log("held"); setInterval(() => lock, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", code], { stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout, "data");
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill("SIGKILL");
  await once(child, "close");
}

describe.each(["lockFolder", "lockByFile"])("%s", (name) => {
  const lock = async () => (name === "lockFolder" ? await lockFolder(folder) : lockByFile(folder));

  test("refuses a second one while the first lives, and forgets one that was killed", async () => {
    const child = await holder(name);
    await expect(lock()).rejects.toMatchObject({ code: "BATCH_RUNNING" });
    await kill(child);
    const mine = await lock();
    await expect(lock()).rejects.toMatchObject({ code: "BATCH_RUNNING" });
    mine[Symbol.dispose]();
    (await lock())[Symbol.dispose]();
    expect(existsSync(join(folder, "batch.lock"))).toBe(false);
  });
});

test("a folder by another name is the same folder", async () => {
  symlinkSync(folder, join(folder, "alias"));
  using _ = await lockFolder(folder);
  await expect(lockFolder(join(folder, "alias"))).rejects.toMatchObject({ code: "BATCH_RUNNING" });
});

test("a lock file of a process whose number was given to another since, or that makes no sense, holds nothing", () => {
  for (const text of [`${process.pid} Mon Jan 1 00:00:00 2001\n`, "", "x"]) {
    writeFileSync(join(folder, "batch.lock"), text);
    lockByFile(folder)[Symbol.dispose]();
  }
});
