import { afterAll, describe, expect, test } from "@jest/globals";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readlinkSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { hasProc } from "./proc.js";
import { processTable } from "./process-table.js";

const children: ChildProcess[] = [];
afterAll(() => children.forEach((child) => child.kill("SIGKILL")));

/** A Node process that does `code`, and has said so. */
async function started(code: string): Promise<ChildProcess & { pid: number }> {
  const child = spawn(process.execPath, ["-e", `${code}; console.log("on"); setInterval(() => 0, 1000)`], { stdio: ["pipe", "pipe", "inherit"] });
  children.push(child);
  await once(child.stdout, "data");
  return child as unknown as ChildProcess & { pid: number };
}

async function until(look: () => boolean): Promise<void> {
  while (!look()) await sleep(5);
}

/** Files of a process that are open here. */
function openOf(pid: number): string[] {
  return readdirSync("/proc/self/fd").flatMap((fd) => {
    try {
      const path = readlinkSync(`/proc/self/fd/${fd}`);
      return path.startsWith(`/proc/${pid}/`) ? [path] : [];
    } catch {
      return [];
    }
  });
}

(hasProc ? describe : describe.skip)("what is looked at of processes", () => {
  test("a tree has what a program has started, and what that has, as long as they live", async () => {
    const { pid } = await started('require("child_process").spawn("sh", ["-c", "sleep 60 & wait"], { stdio: "ignore" })');
    await until(() => processTable.treeOf(pid).length === 3);
    const [, shell, sleeper] = processTable.treeOf(pid);
    expect(processTable.watched(sleeper as number).stat()).toMatchObject({ ppid: shell });
    process.kill(sleeper as number, "SIGKILL");
    await until(() => processTable.treeOf(pid).length === 1);
  });

  test("threads come and go, also as many as before", async () => {
    const worker =
      'const { Worker } = require("worker_threads"); let w; const next = () => { w = new Worker("setInterval(() => 0, 1000)", { eval: true }); }; next();';
    const child = await started(`${worker} process.stdin.on("data", async () => { await w.terminate(); next(); })`);
    const seen = () => processTable.watched(child.pid).threads();
    const ids = () => {
      for (const thread of seen()) thread.schedStat();
      return seen().map(({ tid }) => tid);
    };
    const before = ids();
    child.stdin?.write("another\n");
    await until(() => ids().some((tid) => !before.includes(tid)) && ids().some((tid) => before.includes(tid)));
    for (const thread of seen())
      expect({ state: thread.state(), stat: thread.schedStat() }).toMatchObject({ state: expect.stringMatching(/^[RSD]$/), stat: {} });
  });

  test("what is kept open of a process is closed once it has gone", async () => {
    const child = await started("");
    const watched = processTable.watched(child.pid);
    const [thread] = watched.threads();
    expect([watched.residentPages() > 100, thread?.state(), (thread?.schedStat()?.runNs ?? 0) > 0]).toEqual([true, expect.any(String), true]);
    expect(openOf(child.pid).length).toBeGreaterThan(2);
    child.kill("SIGKILL");
    await once(child, "exit");
    expect([thread?.schedStat(), thread?.state(), watched.stat(), watched.residentPages()]).toEqual([null, null, null, 0]);
    await until(() => processTable.treeOf(process.pid).length > 0 && openOf(child.pid).length === 0);
  });
});
