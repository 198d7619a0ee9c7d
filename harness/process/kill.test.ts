import { expect, test } from "@jest/globals";
import { spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { mkdtempSync } from "node:fs";
import { mkdir, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { errorCode } from "../errors.js";
import { killAllRuns, killEverything, killUntilGone, registerProgram } from "./kill.js";
import { processesMarkedBy, procStat } from "./proc.js";
import { isAlive, outputOf, TEST_LIMITS, TestFolder, type TestProgram } from "./test-program.js";

test("what a program leaves behind when it exits is gone: in the background, and in a session of its own", async () => {
  await using folder = await TestFolder.make();
  const { program, events } = await folder.shell("sleep 60 & echo $!; setsid sh -c 'echo $$; touch up; sleep 60' & while ! [ -e up ]; do :; done; exit 0");
  expect((await program.exited).code).toBe(0);
  await gone(events);
  expect(processesMarkedBy(folder.path)).toEqual([]);
});

test("... and when it is stopped", async () => {
  await using folder = await TestFolder.make();
  const { program, events } = await folder.shell("trap '' TERM; sleep 60 & echo $!; setsid sh -c 'trap \"\" TERM; echo $$; sleep 60' & wait; sleep 60");
  await lines({ program, events }, 2);
  await program.stop(50);
  await gone(events);
  expect(processesMarkedBy(folder.path)).toEqual([]);
});

test("a process that hides holds up nobody, though its output stays open", async () => {
  await using folder = await TestFolder.make();
  // Without the run's environment, in a session and a folder of its own: out of reach, as the module says.
  const { program, events } = await folder.shell("cd / && env -i PATH=$PATH setsid sh -c 'echo $$; exec sleep 8' & sleep 0.1; echo end");
  const started = performance.now();
  const { code } = await program.exited;
  const hidden = Number(outputOf(events, "stdout").split("\n")[0]);
  try {
    expect(code).toBe(0);
    expect(performance.now() - started).toBeLessThan(5000);
    expect(outputOf(events, "stdout")).toContain("end\n");
  } finally {
    process.kill(hidden, "SIGKILL");
  }
});

test("the end of one program of a run does not end another", async () => {
  await using folder = await TestFolder.make();
  const server = await folder.shell("sleep 60 & wait");
  const client = await folder.shell("setsid sleep 61 & exit 0", { name: "client" });
  await client.program.exited;
  const slow = await folder.shell("sleep 60", { name: "client 2", limits: { ...TEST_LIMITS, wallSeconds: 0.05 } });
  await slow.program.exited;
  for (let i = 0; i < 20; i++) await turn();
  expect(server.program.exit).toBeNull();
  expect(isAlive(server.program.pid ?? 0)).toBe(true);
  await server.program.stop(1000);
  expect(server.program.exit).toEqual({ code: null, signal: "SIGTERM", cause: null });
  expect(processesMarkedBy(folder.path)).toEqual([]);
});

test("an interrupted harness kills every run, all its programs, and removes its folder", async () => {
  await using folder = await TestFolder.make();
  const one = await folder.shell("trap '' TERM; sleep 60");
  const two = await folder.shell("exit 0", { name: "client" });
  await two.program.exited;
  killAllRuns();
  expect((await one.program.exited).signal).toBe("SIGKILL");
  expect(await stat(folder.path).then(() => "there", errorCode)).toBe("ENOENT");
});

test("a folder that is registered but has no program yet is removed, too", async () => {
  const folder = mkdtempSync(join(tmpdir(), "wiregrade-test-"));
  await mkdir(join(folder, "work"));
  using registration = registerProgram(folder);
  killAllRuns();
  expect(await stat(folder).then(() => "there", errorCode)).toBe("ENOENT");
  void registration;
});

test("who has been killed and is not reaped yet is no other one", async () => {
  await using folder = await TestFolder.make();
  const { program } = await folder.shell("sleep 60");
  const pid = program.pid ?? 0;
  // Nobody reaps it meanwhile: this thread does not come back to its event loop.
  expect(killUntilGone(() => [pid])).toBe(true);
  for (const until = performance.now() + 2000; performance.now() < until && !isZombie(pid););
  expect(isZombie(pid)).toBe(true);
  expect(killUntilGone(() => [pid])).toBe(true);
  await program.exited;
});

test("who is always another one is not caught", () => {
  const start = () => spawn("sleep", ["60"], { stdio: "ignore" }).pid ?? 0;
  expect(killUntilGone(() => [start()])).toBe(false);
});

test("killing what is gone is no error", () => {
  killEverything(2 ** 22 - 3, join(tmpdir(), "wiregrade-test-nothing"));
});

test("what a program sent before it ended is heard before its exit, however late we look", async () => {
  await using folder = await TestFolder.make();
  const socket = createSocket("udp4");
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  const order: string[] = [];
  socket.on("message", (bytes) => void order.push(bytes.toString()));
  const script = `const s = require("node:dgram").createSocket("udp4"); for (let i = 0; i < 100; i++) s.send(String(i), ${socket.address().port}, "127.0.0.1"); s.send("", 9, "127.0.0.1", () => s.close());`;
  const { program } = await folder.start(["node", "-e", script], { emit: (event) => void (event.type === "exit" && order.push("exit")) });
  // As on a machine that gives us no time: all of it has happened when we look again.
  for (const until = performance.now() + 2000; performance.now() < until && !isZombie(program.pid ?? 0););
  await program.exited;
  socket.close();
  expect(order).toEqual([...Array.from({ length: 100 }, (_, i) => String(i)), "exit"]);
});

function isZombie(pid: number): boolean {
  return procStat(pid)?.state === "Z";
}

/** Waits for `count` lines of stdout. */
async function lines({ events }: TestProgram, count: number): Promise<void> {
  while (outputOf(events, "stdout").split("\n").length <= count) await turn();
}

/** The pids that it printed, all gone. */
async function gone(events: TestProgram["events"]): Promise<void> {
  const pids = outputOf(events, "stdout").trim().split("\n").map(Number);
  expect(pids).toHaveLength(2);
  // A process that was killed is there until init has reaped it.
  const alive = () => pids.filter((pid) => isAlive(pid) && !isZombie(pid));
  for (const until = performance.now() + 2000; alive().length > 0 && performance.now() < until;) await turn();
  expect(alive()).toEqual([]);
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
