import { expect, test } from "@jest/globals";
import { closeSync, existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openPipes } from "./pipes.js";
import { outputOf, TestFolder } from "./test-program.js";

test("a program can open its standard streams by path, as in a shell", async () => {
  await using folder = await TestFolder.make();
  const { program, events } = await folder.shell("echo out > /dev/stdout; echo err > /dev/stderr; cat /dev/stdin", { withStdin: true });
  await program.write(Buffer.from("in\n"));
  program.endInput();
  expect((await program.exited).code).toBe(0);
  expect(outputOf(events, "stdout")).toBe("out\nin\n");
  expect(outputOf(events, "stderr")).toBe("err\n");
});

test("its input can be opened by path even when all of it has been written already", async () => {
  await using folder = await TestFolder.make();
  const { program, events } = await folder.shell("while ! [ -e go ]; do :; done; cat /dev/stdin; echo end", { withStdin: true });
  await program.write(Buffer.from("in\n"));
  program.endInput();
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  writeFileSync(join(folder.folders.work, "go"), "");
  expect((await program.exited).code).toBe(0);
  expect(outputOf(events, "stdout")).toBe("in\nend\n");
});

test("without input it reads end of file at once", async () => {
  await using folder = await TestFolder.make();
  const { program, events } = await folder.shell("cat; echo end");
  expect(await program.write(Buffer.from("x"))).toBe(false);
  program.endInput();
  await program.exited;
  expect(outputOf(events, "stdout")).toBe("end\n");
  expect(events.some((event) => event.type.startsWith("stdin"))).toBe(false);
});

test("FIFOs are made many at once, each is used by one program and gone once it is open, and the ends close each on its own", async () => {
  await using folder = await TestFolder.make();
  const before = readdirSync("/proc/self/fd").length;
  const pipes = await openPipes(folder.path, true);
  const waiting = readdirSync(folder.path).filter((name) => name.startsWith(".stdio"));
  expect(waiting.length).toBeGreaterThan(10);
  const streams = [pipes.stdin, pipes.stdout, pipes.stderr].flatMap((stream) => (stream === null ? [] : [stream]));
  const closed = streams.map((stream) => new Promise((resolve) => stream.once("close", resolve)));
  pipes.closeChildEnds();
  expect(() => closeSync(pipes.childEnds.stdout)).toThrow("EBADF");
  for (const stream of streams) stream.destroy();
  pipes.dispose();
  pipes.dispose();
  pipes.showWriter();
  await Promise.all(closed);
  await new Promise((resolve) => setImmediate(resolve));
  expect(readdirSync("/proc/self/fd")).toHaveLength(before);
  const [first, second] = await Promise.all([openPipes(folder.path, false), openPipes(folder.path, true)]);
  expect(readdirSync(folder.path).filter((name) => name.startsWith(".stdio"))).toEqual(waiting.filter((name) => existsSync(join(folder.path, name))));
  expect(waiting.filter((name) => existsSync(join(folder.path, name)))).toHaveLength(waiting.length - 5);
  for (const stream of [first.stdout, first.stderr, second.stdin, second.stdout, second.stderr]) stream?.destroy();
  for (const used of [first, second]) {
    used.closeChildEnds();
    used.dispose();
  }
});

test("a folder that is not there is an error, and leaves nothing open", async () => {
  await using folder = await TestFolder.make();
  const before = readdirSync("/proc/self/fd").length;
  await expect(openPipes(`${folder.path}/none`, true)).rejects.toThrow("mkfifo");
  expect(readdirSync("/proc/self/fd")).toHaveLength(before);
});
