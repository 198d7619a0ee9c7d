import { expect, test } from "@jest/globals";
import { access, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runBuild } from "./build.js";
import { ORDINARY, TEST_LIMITS, TestFolder } from "./test-program.js";

test("no build step is none", async () => {
  await using folder = await TestFolder.make();
  expect(await runBuild(null, folder.folders, ORDINARY)).toEqual({ command: null, status: "none", reason: null, output: "", durationMs: 0 });
});

test("a build runs in the folder of the copy, and what it printed is kept as it came", async () => {
  await using folder = await TestFolder.make();
  await writeFile(join(folder.folders.work, "build.sh"), "echo compiling; echo a warning >&2; touch server");
  const build = await runBuild(["sh", "build.sh"], folder.folders, ORDINARY);
  expect(build).toMatchObject({ command: "sh build.sh", status: "ok", reason: null });
  expect(build.output).toContain("compiling\n");
  expect(build.output).toContain("a warning\n");
  await access(join(folder.folders.work, "server"));
});

test.each([
  [["sh", "-c", "echo no; exit 2"], "exit status 2"],
  [["sh", "-c", "kill -SEGV $$"], "ended by SIGSEGV"],
  [["no-such-compiler", "server.c"], "command not found: no-such-compiler"],
  [["sleep", "30"], "killed: 0.1 s exceeded"],
])("%j fails: %s", async (command, reason) => {
  await using folder = await TestFolder.make();
  expect(await runBuild(command, folder.folders, ORDINARY, { ...TEST_LIMITS, wallSeconds: 0.1 })).toMatchObject({ status: "failed", reason });
});

test("endless output of a build is cut in the middle", async () => {
  await using folder = await TestFolder.make();
  const { output, status } = await runBuild(["sh", "-c", "echo first; head -c 300000 /dev/zero | tr '\\0' x; echo last"], folder.folders, ORDINARY);
  expect(status).toBe("ok");
  expect(output.length).toBeLessThan(33 << 10);
  expect(output.startsWith("first\n")).toBe(true);
  expect(output).toMatch(/\n\.\.\. \d+ bytes left out \.\.\.\n/);
  expect(output.endsWith("last\n")).toBe(true);
});
