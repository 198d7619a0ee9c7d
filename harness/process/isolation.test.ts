import { describe, expect, test } from "@jest/globals";
import { chmodSync, existsSync, mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sandboxFor } from "./isolation.js";
import { processesOf } from "./proc.js";
import { removeSharedFilesOf, sharedFilesOf } from "./shared-folders.js";
import { outputOf, TestFolder, type TestProgram } from "./test-program.js";
import { unusedUid } from "./unused-uid.js";

const isRoot = process.getuid?.() === 0;

/** Runs a line of shell at level `user`, to its end; `look` is called before its user id is given back. */
async function asUser(script: string, look: (program: TestProgram, uid: number) => Promise<void> | void): Promise<void> {
  const unused = await unusedUid();
  const { uid } = unused;
  await using folder = await TestFolder.make();
  try {
    chmodSync(folder.path, 0o711);
    const sandbox = sandboxFor({ level: "user", uid }, null);
    await sandbox.handOver(folder.folders);
    const started = await folder.shell(script, { sandbox, env: sandbox.environment(folder.folders, {}) });
    await started.program.exited;
    await look(started, uid);
  } finally {
    await removeSharedFilesOf(uid);
    unused.release();
  }
}

(isRoot && process.platform === "linux" ? describe : describe.skip)("a user id of its own", () => {
  test("gets no rights by set-user-id programs", async () => {
    await asUser("grep -E '^(Uid|NoNewPrivs)' /proc/self/status", ({ events }, uid) => {
      expect(outputOf(events, "stdout")).toMatch(new RegExp(`^Uid:\\s+${uid}\\s[^]*NoNewPrivs:\\s+1$`, "m"));
    });
  });

  test("leaves no process that hides, once its program has ended", async () => {
    await asUser("cd / && env -i PATH=$PATH setsid sleep 30 > /dev/null 2>&1 < /dev/null & sleep 0.2", async (_, uid) => {
      // What was killed stays in the table until its new parent looks.
      for (let tries = 0; tries < 100 && processesOf(uid).length > 0; tries++) await new Promise((resolve) => setTimeout(resolve, 20));
      expect(processesOf(uid)).toEqual([]);
    });
  });

  test("leaves nothing where everybody may write, and takes nobody else's", async () => {
    const other = join("/var/tmp", `wiregrade-test-${process.pid}`);
    mkdirSync(other);
    writeFileSync(join(other, "kept"), "");
    try {
      await asUser(`mkdir -p /var/tmp/left-$$/deep && ln -s ${other} /var/tmp/left-$$/deep/link && echo x > /tmp/left-$$`, async (_, uid) => {
        const left = sharedFilesOf(uid);
        expect(left).toHaveLength(2);
        await removeSharedFilesOf(uid);
        expect(left.filter((path) => existsSync(path))).toEqual([]);
        expect(statSync(join(other, "kept")).isFile()).toBe(true);
      });
    } finally {
      rmSync(other, { recursive: true });
    }
  });
});
