import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { enableBelow, hasRunOut, limitMemory, makeCgroup, ownCgroup, programCgroup, removeCgroup } from "./memory-cgroup.js";

/** Both hierarchies as folders with files of the same names, since a machine has the controller for memory in one at most. */

let base: string;
beforeEach(() => void (base = mkdtempSync(join(tmpdir(), "wiregrade-test-"))));
afterEach(() => rmSync(base, { recursive: true }));

function group(version: 1 | 2, files: Record<string, string>): { version: 1 | 2; folder: string; text: (name: string) => string } {
  const folder = mkdtempSync(join(base, "group-"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return { version, folder, text: (name) => readFileSync(join(folder, name), "utf8") };
}

describe("our own group", () => {
  const V1 = "30 20 0:25 / /sys/fs/cgroup/cpu rw shared:9 - cgroup cgroup rw,cpu\n31 20 0:26 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory";

  test.each([
    ["version 1", "5:cpu:/\n4:memory:/jobs/7\n0::/", V1, { version: 1, folder: "/sys/fs/cgroup/memory/jobs/7", mount: "/sys/fs/cgroup/memory" }],
    ["version 1 with another controller", "4:cpuset,memory:/a", V1, { version: 1, folder: "/sys/fs/cgroup/memory/a", mount: "/sys/fs/cgroup/memory" }],
    [
      "a container that has only its own part mounted",
      "4:memory:/docker/c1/x",
      "31 20 0:26 /docker/c1 /sys/fs/cgroup/memory ro master:1 - cgroup cgroup rw,memory",
      { version: 1, folder: "/sys/fs/cgroup/memory/x", mount: "/sys/fs/cgroup/memory" },
    ],
    ["a part that is not mounted", "4:memory:/docker/c12", "31 20 0:26 /docker/c1 /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory", null],
    ["no controller for memory", "5:cpu:/\n0::/", V1.split("\n")[0] as string, null],
    ["no cgroups at all", "", "", null],
  ])("%s", (_, groups, mounts, own) => expect(ownCgroup(groups, mounts)).toEqual(own));

  test.each([
    ["cpu memory pids\n", true],
    ["cpu pids\n", false],
  ])("version 2 with the controllers %j", (controllers, there) => {
    mkdirSync(join(base, "user.slice", "a.scope"), { recursive: true });
    writeFileSync(join(base, "user.slice", "a.scope", "cgroup.controllers"), controllers);
    const own = ownCgroup("0::/user.slice/a.scope\n", `25 20 0:23 / ${base} rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n`);
    expect(own).toEqual(there ? { version: 2, folder: join(base, "user.slice", "a.scope"), mount: base } : null);
  });
});

test("version 2: groups below are enabled once, swap is off, and all processes end together", () => {
  const parent = group(2, { "cgroup.subtree_control": "" });
  enableBelow(parent);
  expect(parent.text("cgroup.subtree_control")).toBe("+memory");
  const enabled = group(2, { "cgroup.subtree_control": "cpu memory\n" });
  enableBelow(enabled);
  expect(enabled.text("cgroup.subtree_control")).toBe("cpu memory\n");
  const program = group(2, { "memory.max": "max", "memory.swap.max": "9", "memory.oom.group": "0" });
  limitMemory(program, 1000);
  expect(["memory.max", "memory.swap.max", "memory.oom.group"].map(program.text)).toEqual(["1000", "0", "1"]);
  // A kernel without swap has no file for it.
  limitMemory(group(2, { "memory.max": "max" }), 1000);
});

test("version 1: memory and swap are limited together, where the kernel counts swap", () => {
  const program = group(1, { "memory.limit_in_bytes": "9", "memory.memsw.limit_in_bytes": "9" });
  limitMemory(program, 5);
  expect(["memory.limit_in_bytes", "memory.memsw.limit_in_bytes"].map(program.text)).toEqual(["5", "5"]);
  limitMemory(group(1, { "memory.limit_in_bytes": "9" }), 5);
});

describe("that a program's group ran out of memory", () => {
  const oom = (killed: number) => `oom_kill_disable 0\nunder_oom 0\noom_kill ${killed}\n`;
  const most = (mib: number) => ({ "memory.limit_in_bytes": `${200 << 20}\n`, "memory.max_usage_in_bytes": `${mib << 20}\n` });

  test.each<[string, 1 | 2, Record<string, string>, boolean]>([
    ["version 2", 2, { "memory.events": "low 0\nhigh 0\nmax 31\noom 2\noom_kill 1\noom_group_kill 1\n" }, true],
    ["version 2, at the limit, but there was a cache to give up", 2, { "memory.events": "low 0\nhigh 0\nmax 31\noom 0\noom_kill 0\n" }, false],
    ["version 2, when the machine ran out", 2, { "memory.events": "low 0\nhigh 0\nmax 0\noom 0\noom_kill 1\n" }, false],
    ["version 1", 1, { "memory.oom_control": oom(1), ...most(200) }, true],
    ["version 1, with a part in swap", 1, { "memory.oom_control": oom(1), ...most(120), "memory.memsw.max_usage_in_bytes": `${200 << 20}\n` }, true],
    ["version 1, at the limit, but there was a cache to give up", 1, { "memory.oom_control": oom(0), ...most(200) }, false],
    ["version 1, when the machine ran out", 1, { "memory.oom_control": oom(1), ...most(120) }, false],
    ["once it is gone", 1, {}, false],
  ])("%s", (_, version, files, ran) => expect(hasRunOut(group(version, files))).toBe(ran));
});

test("a program gets no group where none can be limited", () => {
  // An ordinary folder: a new one in it has no file for the limit.
  expect(programCgroup({ version: 2, folder: base }, 1000)).toBeNull();
  expect(programCgroup({ version: 1, folder: join(base, "absent") }, 1000)).toBeNull();
});

test("a group is removed with those below it", async () => {
  const outer = makeCgroup({ version: 2, folder: base }, "outer");
  makeCgroup(makeCgroup(outer, "inner"), "innermost");
  await removeCgroup(outer.folder);
  expect(() => readFileSync(outer.folder)).toThrow(/ENOENT/);
  await removeCgroup(outer.folder);
});
