import { describe, expect, test } from "@jest/globals";
import { hasProc } from "./proc.js";
import { TEST_LIMITS, TestFolder } from "./test-program.js";
import type { ProcessEvent } from "./events.js";

type Exit = Extract<ProcessEvent, { type: "exit" }>;

const MIB = 2 ** 20;

/** Runs Node code under limits, and tells how it ended. */
async function run(code: string, limits: Partial<typeof TEST_LIMITS>): Promise<Exit> {
  await using folder = await TestFolder.make();
  const { program, events } = await folder.start([process.execPath, "-e", code], { limits: { ...TEST_LIMITS, ...limits } });
  await program.exited;
  return events.find((event): event is Exit => event.type === "exit") as Exit;
}

const WAIT = "setTimeout(() => undefined, 20_000);";

(hasProc ? describe : describe.skip)("by sampling /proc", () => {
  test.each<[string, string, Partial<typeof TEST_LIMITS>, RegExp]>([
    [
      "memory",
      `const kept = []; setInterval(() => kept.push(Buffer.alloc(8 << 20, 1)), 5);`,
      { memoryBytes: 200 * MIB },
      /^killed: 2\d\d MiB of memory in use, 200 MiB are allowed$/,
    ],
    [
      "memory of all processes together",
      `const { spawn } = require("child_process"); for (let i = 0; i < 3; i++) spawn(process.execPath, ["-e", "const kept = Buffer.alloc(130 << 20, 1); ${WAIT}"]); ${WAIT}`,
      { memoryBytes: 300 * MIB },
      /MiB of memory in use, 300 MiB are allowed$/,
    ],
    [
      "processes",
      `const { spawn } = require("child_process"); for (let i = 0; i < 12; i++) spawn("sleep", ["20"]); ${WAIT}`,
      { processes: 10 },
      /^killed: \d+ processes at once, 10 are allowed$/,
    ],
    ["disk", `require("fs").writeFileSync("big", Buffer.alloc(64 << 20, 1)); ${WAIT}`, { diskBytes: 32 * MIB }, /^killed: more than 32 MiB written to disk$/],
    [
      "disk, in files that were unlinked and kept open",
      `const fs = require("fs"); const file = fs.openSync("unseen", "wx"); fs.unlinkSync("unseen"); fs.writeSync(file, Buffer.alloc(64 << 20, 1)); ${WAIT}`,
      { diskBytes: 32 * MIB },
      /^killed: more than 32 MiB written to disk$/,
    ],
    ["CPU time", "for (;;);", { cpuSeconds: 0.3 }, /^killed: 0\.3 s of CPU time exceeded$/],
    ["wall time", WAIT, { wallSeconds: 0.3 }, /^killed: 0\.3 s exceeded$/],
  ])("a limit on %s is kept, and the exit says which and how much", async (_, code, limits, cause) => {
    const exit = await run(code, limits);
    expect(exit.cause).toMatch(cause);
    expect(exit.signal).toBe("SIGKILL");
  });

  test("what stays within its limits is left alone, and its peak memory and CPU time are on record", async () => {
    const exit = await run(`const kept = Buffer.alloc(80 << 20, 1); setTimeout(() => process.exit(kept.length > 0 ? 0 : 1), 500);`, { memoryBytes: 400 * MIB });
    expect(exit).toMatchObject({ code: 0, cause: null });
    expect(exit.peakMemoryBytes).toBeGreaterThan(80 * MIB);
    expect(exit.peakMemoryBytes).toBeLessThan(400 * MIB);
    expect(exit.cpuMs).toBeGreaterThan(0);
  });

  /** Copies of one process share its pages: together they take little, though each of them shows all of it. */
  test("pages that forked processes share count once", async () => {
    await using folder = await TestFolder.make();
    const script = `
import os, sys, time
kept = bytearray(60 << 20)
children = []
for _ in range(20):
    pid = os.fork()
    if pid == 0:
        time.sleep(1.5)
        os._exit(0)
    children.append(pid)
for pid in children:
    os.waitpid(pid, 0)
`;
    const { program, events } = await folder.start(["python3", "-c", script], { limits: { ...TEST_LIMITS, memoryBytes: 300 * MIB } });
    const { code } = await program.exited;
    // Without Python there is nothing to fork with.
    expect(events.some((event) => event.type === "spawn") ? code : 0).toBe(0);
  });
});
