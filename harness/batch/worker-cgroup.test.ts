import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ProcessEvent } from "../process/events.js";
import { entering, makeCgroup, removeCgroup, type MemoryCgroup } from "../process/memory-cgroup.js";
import { isAlive, ORDINARY, outputOf, TEST_LIMITS, TestFolder } from "../process/test-program.js";
import { findCgroup, removeCgroupsOf, withCgroup } from "./worker-cgroup.js";

type Exit = Extract<ProcessEvent, { type: "exit" }>;

const MIB = 1 << 20;
const found = findCgroup();
const why = typeof found === "string" ? `, which cannot be had here (${found})` : "";

/** Takes memory at once, as fast as it can, 3 GiB at most. */
const ALLOCATE = `const kept = []; for (let i = 0; i < 96; i++) kept.push(Buffer.alloc(32 << 20, 1)); setTimeout(() => kept, 20_000);`;

(typeof found === "string" ? describe.skip : describe)(`limits of memory by cgroup${why}`, () => {
  let scratch: string;
  let worker: MemoryCgroup;
  beforeEach(() => {
    scratch = `/tmp/wiregrade-${randomBytes(6).toString("hex")}`;
    worker = withCgroup({ level: "bubblewrap", uid: null }, join(scratch, "one")).memory as MemoryCgroup;
  });
  afterEach(() => removeCgroup(worker.folder));

  /** Whichever has seen it first, the kernel or a look. */
  function expectOver(exit: Exit, mib: number): void {
    expect(exit.signal).toBe("SIGKILL");
    expect(exit.cause).toMatch(new RegExp(`^killed: (more than ${mib} MiB of memory asked for|\\d+ MiB of memory in use, ${mib} MiB are allowed)$`));
  }

  /** What was killed is gone a moment later, and its group with it. */
  async function expectNoneLeft(): Promise<void> {
    for (let tries = 0; tries < 100 && programs().length > 0; tries++) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(programs()).toEqual([]);
  }

  const programs = () => readdirSync(worker.folder).filter((name) => name.startsWith("program-"));

  /** The most that the program's group has held, bytes, as often as that can be read. */
  function peak(): number {
    const [name = ""] = programs();
    const file = worker.version === 1 ? "memory.max_usage_in_bytes" : "memory.peak";
    try {
      return Number(readFileSync(join(worker.folder, name, file), "utf8"));
    } catch {
      return 0;
    }
  }

  async function run(command: string[], memoryBytes: number): Promise<{ exit: Exit; out: string; peakBytes: number }> {
    await using folder = await TestFolder.make();
    const { program, events } = await folder.start(command, { sandbox: { ...ORDINARY, memory: worker }, limits: { ...TEST_LIMITS, memoryBytes } });
    let peakBytes = 0;
    const timer = setInterval(() => void (peakBytes = Math.max(peakBytes, peak())), 2);
    await program.exited;
    clearInterval(timer);
    const exit = events.find((event): event is Exit => event.type === "exit") as Exit;
    return { exit, out: outputOf(events, "stdout"), peakBytes };
  }

  test("whoever takes it fast never has more, and the exit says which limit it was", async () => {
    const { exit, peakBytes } = await run([process.execPath, "-e", ALLOCATE], 200 * MIB);
    expectOver(exit, 200);
    expect(exit.peakMemoryBytes).toBeGreaterThanOrEqual(200 * MIB);
    // A process that is being ended may take what little it needs for that.
    expect(peakBytes).toBeLessThanOrEqual(202 * MIB);
    expect(peakBytes).toBeGreaterThan(50 * MIB);
  });

  test("a child that takes it ends its parent, too", async () => {
    const parent = `require("child_process").spawn(process.execPath, ["-e", ${JSON.stringify(ALLOCATE)}]); setTimeout(() => undefined, 20_000);`;
    const { exit, peakBytes } = await run([process.execPath, "-e", parent], 200 * MIB);
    expectOver(exit, 200);
    expect(peakBytes).toBeLessThanOrEqual(202 * MIB);
  });

  test("several that take it together are ended together, one that has left the tree among them", async () => {
    const each = `const kept = Buffer.alloc(90 << 20, 1); setTimeout(() => kept, 20_000);`;
    const { exit, peakBytes } = await run(["sh", "-c", `for i in 1 2 3 4; do (setsid "$0" -e '${each}' &); done; sleep 20`, process.execPath], 250 * MIB);
    expectOver(exit, 250);
    expect(peakBytes).toBeLessThanOrEqual(252 * MIB);
    await expectNoneLeft();
  });

  test("files that are cached do not count against it", async () => {
    const { exit, out, peakBytes } = await run(["sh", "-c", "head -c 314572800 /dev/zero > file && wc -c < file"], 256 * MIB);
    expect(exit).toMatchObject({ code: 0, cause: null });
    expect(out).toBe("314572800\n");
    // They had to make room.
    expect(peakBytes).toBeGreaterThan(200 * MIB);
  });

  test("whoever stays below it is left alone, and its group is gone after its end", async () => {
    const { exit } = await run([process.execPath, "-e", "Buffer.alloc(60 << 20, 1)"], 400 * MIB);
    expect(exit).toMatchObject({ code: 0, cause: null });
    await expectNoneLeft();
  });

  test("what a batch that was killed has left is found by its scratch folder, and ended", async () => {
    const program = makeCgroup(worker, "program-1");
    const [command, ...args] = [...entering(program), "sleep", "30"];
    const sleeper = spawn(command, args);
    const ended = new Promise((resolve) => sleeper.once("exit", resolve));
    while (!readFileSync(join(program.folder, "cgroup.procs"), "utf8").includes(`${sleeper.pid}\n`)) await new Promise((resolve) => setTimeout(resolve, 5));
    const other = withCgroup({ level: "user", uid: 1 }, "/tmp/wiregrade-000000000000/one").memory as MemoryCgroup;
    await removeCgroupsOf(scratch);
    await ended;
    expect(isAlive(sleeper.pid as number)).toBe(false);
    expect([worker, other].map(({ folder }) => existsSync(folder))).toEqual([false, true]);
    await removeCgroupsOf("/tmp/wiregrade-000000000000");
    expect(existsSync(other.folder)).toBe(false);
  });

  test("an ordinary process has none", () => {
    expect(withCgroup({ level: "process", uid: null }, scratch).memory).toBeUndefined();
  });
});
