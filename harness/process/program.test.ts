import { describe, expect, jest, test } from "@jest/globals";
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { Socket } from "node:net";
import { join } from "node:path";
import { boundSockets } from "./bound-sockets.js";
import { isAlive, ORDINARY, outputOf, TEST_LIMITS, TestFolder } from "./test-program.js";

const types = (events: { type: string }[]) => events.map((event) => event.type);

test("records a program from its start to its end, the exit after its last output", async () => {
  await using folder = await TestFolder.make();
  const { program, events } = await folder.shell("echo one; echo two >&2; echo three; exit 3");
  const status = await program.exited;
  expect(status).toEqual({ code: 3, signal: null, cause: null });
  expect(program.exit).toEqual(status);
  expect(outputOf(events, "stdout")).toBe("one\nthree\n");
  expect(outputOf(events, "stderr")).toBe("two\n");
  expect(types(events)[0]).toBe("spawn");
  expect(events.at(-1)).toMatchObject({ type: "exit", process: "server", code: 3, signal: null, cause: null });
});

test("drains far more than it keeps, and keeps head and tail", async () => {
  await using folder = await TestFolder.make();
  const script = "i=0; printf HEAD; head -c 5000000 /dev/zero; printf TAIL";
  const { program, events } = await folder.shell(script, { outputCap: { head: 1000, tail: 10 } });
  expect((await program.exited).code).toBe(0);
  const out = outputOf(events, "stdout");
  expect(out).toHaveLength(1000);
  expect(out.startsWith("HEAD\0")).toBe(true);
  expect(events.filter((event) => event.type === "output-cut")).toHaveLength(1);
  const tail = events.find((event) => event.type === "output-tail");
  expect(tail?.type === "output-tail" && Buffer.from(tail.bytes).toString("latin1")).toBe("\0\0\0\0\0\0TAIL");
  expect(tail).toMatchObject({ skipped: 5_000_008 - 1000 - 10 });
  expect(types(events).at(-1)).toBe("exit");
});

describe("a program that cannot be started is an event and an exit", () => {
  test("missing", async () => {
    await using folder = await TestFolder.make();
    const { program, events } = await folder.start(["./no-such-program", "1"]);
    expect(program.pid).toBeNull();
    expect(program.exit?.cause).toBe("command not found: ./no-such-program");
    expect(events).toEqual([
      { type: "spawn-failed", process: "server", role: "server", command: ["./no-such-program", "1"], reason: "command not found: ./no-such-program" },
    ]);
    expect(await program.write(Buffer.from("x"))).toBe(false);
    await program.stop(10);
  });

  test("not executable", async () => {
    await using folder = await TestFolder.make();
    await writeFile(join(folder.folders.work, "server"), "#!/bin/sh\n", { mode: 0o644 });
    const { program } = await folder.start(["./server"]);
    expect(program.exit?.cause).toBe("not executable: ./server");
  });
});

describe("stop", () => {
  test("a program that heeds SIGTERM is given the time to", async () => {
    await using folder = await TestFolder.make();
    const { program, events } = await folder.shell("trap 'echo bye; exit 7' TERM; echo up; while :; do read x <&- || sleep 0.01; done", {
      notify: () => undefined,
    });
    while (!outputOf(events, "stdout").includes("up")) await turn();
    await program.stop(5000);
    expect(program.exit).toEqual({ code: 7, signal: null, cause: null });
    expect(outputOf(events, "stdout")).toBe("up\nbye\n");
    expect(events.filter((event) => event.type === "signal")).toEqual([{ type: "signal", process: "server", signal: "SIGTERM", why: "end of run" }]);
  });

  test("one that ignores it is killed after the grace", async () => {
    await using folder = await TestFolder.make();
    const { program, events } = await folder.shell("trap '' TERM; echo up; sleep 30");
    while (!outputOf(events, "stdout").includes("up")) await turn();
    const started = performance.now();
    await program.stop(150);
    expect(performance.now() - started).toBeGreaterThanOrEqual(149);
    expect(program.exit).toEqual({ code: null, signal: "SIGKILL", cause: null });
    expect(events.flatMap((event) => (event.type === "signal" ? [event.signal] : []))).toEqual(["SIGTERM", "SIGKILL"]);
    await program.stop(150);
  });
});

describe("limits", () => {
  test("of wall time, as the first cause of death", async () => {
    await using folder = await TestFolder.make();
    const { program, events } = await folder.shell("sleep 30", { limits: { ...TEST_LIMITS, wallSeconds: 0.1 } });
    expect(await program.exited).toEqual({ code: null, signal: "SIGKILL", cause: "killed: 0.1 s exceeded" });
    expect(events.filter((event) => event.type === "signal")).toEqual([
      { type: "signal", process: "server", signal: "SIGKILL", why: "killed: 0.1 s exceeded" },
    ]);
  });

  test("of CPU time, that of children too, and once only", async () => {
    await using folder = await TestFolder.make();
    const { program, events } = await folder.shell("(while :; do :; done) & wait", { limits: { ...TEST_LIMITS, cpuSeconds: 0.15 } });
    expect((await program.exited).cause).toBe("killed: 0.15 s of CPU time exceeded");
    expect(events.filter((event) => event.type === "signal")).toHaveLength(1);
    const exit = events.at(-1);
    expect(exit?.type === "exit" && (exit.cpuMs ?? 0) >= 150).toBe(true);
  });
});

test("a program's standard input takes 1 MiB, as fast as it reads", async () => {
  await using folder = await TestFolder.make();
  const { program, events } = await folder.start(["wc", "-c"], { withStdin: true });
  expect(await program.write(Buffer.alloc(1 << 20, "a"))).toBe(true);
  program.endInput();
  program.endInput();
  await program.exited;
  expect(outputOf(events, "stdout").trim()).toBe(String(1 << 20));
  expect(types(events).filter((type) => type.startsWith("stdin"))).toEqual(["stdin", "stdin-end"]);
});

test("writing to a program that no longer reads says so", async () => {
  await using folder = await TestFolder.make();
  const { program } = await folder.start(["true"], { withStdin: true });
  const big = program.write(Buffer.alloc(1 << 20));
  expect(await big).toBe(false);
  await program.exited;
  expect(await program.write(Buffer.from("x"))).toBe(false);
});

test("many writes leave no listener behind", async () => {
  await using folder = await TestFolder.make();
  const written = jest.spyOn(Socket.prototype, "write");
  const { program } = await folder.start(["cat"], { withStdin: true });
  await program.write(Buffer.from("line\n"));
  const stdin = written.mock.contexts[0] as Socket;
  written.mockRestore();
  const before = stdin.listenerCount("close");
  for (let i = 0; i < 5; i++) await program.write(Buffer.from("line\n"));
  expect(stdin.listenerCount("close")).toBe(before);
  program.endInput();
  await program.exited;
});

test("nothing of the harness's own environment reaches it, and no descriptor beside its three", async () => {
  await using folder = await TestFolder.make();
  process.env["NODE_OPTIONS"] ??= "";
  const env = ORDINARY.environment(folder.folders, { TIMEOUT_MS: "200" });
  const script = "env; ls -1 /proc/self/fd >&2";
  const { program, events } = await folder.shell(script, { env });
  await program.exited;
  const names = outputOf(events, "stdout")
    .split("\n")
    .flatMap((line) => line.split("=", 1))
    .filter((name) => name !== "");
  const allowed = [
    "PATH",
    "LANG",
    "HOME",
    "TMPDIR",
    "JAVA_HOME",
    "GOROOT",
    "RUSTUP_HOME",
    "PYENV_ROOT",
    "SDKMAN_DIR",
    "VOLTA_HOME",
    "TIMEOUT_MS",
    "PWD",
    "SHLVL",
    "_",
    "OLDPWD",
  ];
  expect(names.filter((name) => !allowed.includes(name))).toEqual([]);
  expect(names).toContain("TIMEOUT_MS");
  // Whoever started this test may have left descriptors open that any child inherits.
  const plain = spawnSync("sh", ["-c", script], { stdio: ["ignore", "pipe", "pipe"] }).stderr.toString();
  expect(outputOf(events, "stderr")).toBe(plain);
  expect(events[0]).toMatchObject({ type: "spawn", env: { TIMEOUT_MS: "200" } });
});

test("leaves no descriptor of ours open", async () => {
  await using folder = await TestFolder.make();
  const count = () => readdirSync("/proc/self/fd").length;
  const once = async () => {
    await (await folder.start(["cat"], { withStdin: true })).program.stop(1000);
    await (
      await folder.start(["./missing"], { withStdin: true })
    ).program.exited;
    for (let i = 0; i < 3; i++) await turn();
  };
  await once();
  const before = count();
  for (let i = 0; i < 5; i++) await once();
  expect(count()).toBe(before);
  expect(readdirSync(folder.folders.tmp)).toEqual([]);
});

test("its sockets are seen as its own", async () => {
  await using folder = await TestFolder.make();
  const { program } = await folder.shell("sleep 30");
  expect(boundSockets(program.pid ?? 0, "tcp")).toEqual([]);
  await program.stop(1000);
  expect(isAlive(program.pid ?? 0)).toBe(false);
});

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
