import { describe, expect, test } from "@jest/globals";
import { accessSync, chmodSync, constants, mkdirSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { copySubmission } from "../submission/files.js";
import { packageFile } from "../text/package-root.js";
import { folderWith } from "./run-cli.js";
import { gradeFolder, statuses } from "./test-job.js";

/** Binds its port, answers nothing, and spins on sixteen threads. */
const SPINNER = `
import { createServer } from "node:net";
import { isMainThread, Worker } from "node:worker_threads";
import { fileURLToPath } from "node:url";
if (isMainThread) {
  createServer(() => undefined).listen(Number(process.argv[2]), "127.0.0.1");
  for (let i = 0; i < 15; i++) new Worker(fileURLToPath(import.meta.url));
  setTimeout(() => { for (;;); }, 300);
} else for (;;);
`;

test("a program that spins on sixteen threads ends on time, and its neighbour is graded right", async () => {
  const manifest = JSON.stringify({ lab: "tcp-echo", commands: { server: "node server.mjs" } });
  using folder = folderWith({ "spinner/wiregrade.json": manifest, "spinner/server.mjs": SPINNER });
  await copySubmission(packageFile("reference", "tcp-echo", "solution"), join(folder.path, "neighbour"));
  const [spinner, neighbour] = await Promise.all([
    gradeFolder("tcp-echo", join(folder.path, "spinner"), ["answers-in-upper-case"]),
    gradeFolder("tcp-echo", join(folder.path, "neighbour"), ["answers-in-upper-case", "answers-each-line", "client-several-lines"]),
  ]);
  expect(statuses(spinner)).toEqual({ answers: "fail", "answers-in-upper-case": "skip" });
  // Two waits of the scenario, and the time that a program has to end: far from ten times as much.
  expect(Math.max(...spinner.runs.map(({ durationMs }) => durationMs))).toBeLessThan(20_000);
  expect(new Set(Object.values(statuses(neighbour)))).toEqual(new Set(["pass"]));
});

/** The kernel's CPU controller, where this user may make a group of it: version 1 or 2. */
const CGROUP = ["/sys/fs/cgroup/cpu", "/sys/fs/cgroup"].find((folder) => {
  try {
    accessSync(join(folder, folder.endsWith("cpu") ? "cpu.cfs_quota_us" : "cgroup.subtree_control"), constants.W_OK);
    return true;
  } catch {
    return false;
  }
});

/** A right server that takes a good deal of CPU time for every line. */
const SLOW_SERVER = `
import { createServer } from "node:net";
const used = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1000; };
function compute(ms) { for (const until = used() + ms; used() < until; ); }
createServer({ allowHalfOpen: true }, (socket) => {
  let rest = "";
  socket.setEncoding("latin1").on("data", (text) => {
    const lines = (rest + text).split("\\n");
    rest = lines.pop();
    for (const line of lines) { compute(150); socket.write(line.toUpperCase() + "\\n", "latin1"); }
  });
  socket.on("end", () => socket.end());
  socket.on("error", () => undefined);
}).listen(Number(process.argv[2]), "127.0.0.1");
`;

(CGROUP === undefined ? describe.skip : describe)("under a CPU quota", () => {
  test("a throttled program is waited for", async () => {
    const group = join(CGROUP ?? "", `wiregrade-test-${process.pid}`);
    mkdirSync(group);
    try {
      // A twentieth of a core: 150 ms of computing take 3 s, and the wait for a line is 2 s long.
      if (group.startsWith("/sys/fs/cgroup/cpu/")) writeFileSync(join(group, "cpu.cfs_quota_us"), "5000");
      else writeFileSync(join(group, "cpu.max"), "5000 100000");
      using folder = folderWith({
        "slow/wiregrade.json": JSON.stringify({ lab: "tcp-echo", commands: { server: "./throttled node server.mjs" } }),
        "slow/server.mjs": SLOW_SERVER,
        "slow/throttled": `#!/bin/sh\necho $$ > ${group}/cgroup.procs\nexec "$@"\n`,
      });
      chmodSync(join(folder.path, "slow/throttled"), 0o755);
      const result = await gradeFolder("tcp-echo", join(folder.path, "slow"), ["answers-each-line"]);
      expect(statuses(result)).toEqual({ answers: "pass", "answers-each-line": "pass" });
      // It was throttled indeed: an unthrottled one is done in less than a second.
      expect(Math.max(...result.runs.map(({ durationMs }) => durationMs))).toBeGreaterThan(6000);
    } finally {
      await removeGroup(group);
    }
  });
});

/** A group can be removed once the kernel has let go of its last process. */
async function removeGroup(group: string): Promise<void> {
  for (let tries = 200; tries > 0; tries--) {
    try {
      rmdirSync(group);
      return;
    } catch {
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
