import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packageFile } from "../text/package-root.js";
import { lockByFile, lockFolder } from "./lock.js";

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "wiregrade-test-"))));
afterEach(() => rmSync(folder, { recursive: true }));

/** A process that holds the lock until it is killed, or says that it cannot. */
async function holder(call: string): Promise<{ child: ChildProcess; said: string }> {
  const code = `import { lockFolder, lockByFile } from ${JSON.stringify(packageFile("dist", "harness", "batch", "lock.js"))};
    const lock = await ${call}(${JSON.stringify(folder)}); console.log("held"); setInterval(() => lock, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", code], { stdio: ["ignore", "pipe", "inherit"] });
  const [said] = (await once(child.stdout, "data")) as [Buffer];
  return { child, said: said.toString().split("\n", 1)[0] ?? "" };
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill("SIGKILL");
  await once(child, "close");
}

describe.each(["lockFolder", "lockByFile"])("%s", (name) => {
  const lock = async () => (name === "lockFolder" ? await lockFolder(folder) : lockByFile(folder));

  test("refuses a second one while the first lives, and forgets one that was killed", async () => {
    const { child } = await holder(name);
    await expect(lock()).rejects.toMatchObject({ code: "BATCH_RUNNING", message: expect.stringMatching(` right now, by process ${child.pid}$`) as unknown });
    await kill(child);
    const mine = await lock();
    await expect(lock()).rejects.toMatchObject({ code: "BATCH_RUNNING" });
    mine[Symbol.dispose]();
    (await lock())[Symbol.dispose]();
    expect(readdirSync(folder)).toEqual([]);
  });
});

test("a folder by another name is the same folder", async () => {
  symlinkSync(folder, join(folder, "alias"));
  using _ = await lockFolder(folder);
  await expect(lockFolder(join(folder, "alias"))).rejects.toMatchObject({ code: "BATCH_RUNNING" });
});

test("a lock file of a process whose number was given to another since, or that makes no sense, holds nothing", () => {
  for (const name of [`batch.lock.${process.pid}.0123456789ab`, "batch.lock.", "batch.lock.x", "batch.lock.0.x"]) {
    writeFileSync(join(folder, name), "");
    lockByFile(folder)[Symbol.dispose]();
    expect(readdirSync(folder)).toEqual([]);
  }
});

test("of many that come at the same moment to a file that a dead process left, at most one gets in", async () => {
  writeFileSync(join(folder, `batch.lock.${process.pid}.0123456789ab`), "");
  const at = Date.now() + 1500;
  const call = `((folder) => { while (Date.now() < ${at}); try { return lockByFile(folder); } catch { console.log("refused"); } })`;
  const children = await Promise.all(Array.from({ length: 6 }, () => holder(call)));
  const held = children.filter(({ said }) => said === "held");
  expect(held.length).toBeLessThanOrEqual(1);
  await Promise.all(children.map(({ child }) => kill(child)));
});
