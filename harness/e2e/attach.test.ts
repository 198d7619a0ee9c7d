import { afterEach, describe, expect, test } from "@jest/globals";
import { spawn, type ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageFile } from "../text/package-root.js";
import { freePort } from "../world/ports.js";
import { example, folderWith, start, wiregrade } from "./run-cli.js";

const programs: ChildProcess[] = [];
afterEach(() => programs.splice(0).forEach((program) => program.kill("SIGKILL")));

/** A program started by hand, as wiregrade's line tells it. */
function byHand(command: string, args: string[], cwd: string): void {
  programs.push(spawn(command, args, { cwd, stdio: "ignore" }));
}

const echo = example("tcp-echo", "right-python");
const attach = (port: number, ...args: string[]) => start("cli.js", ["test", echo, "--attach", "server", "--port", String(port), ...args]);

/** Answers a line in upper case, but only after so many ms. */
const lateServer = (port: number, ms: number) =>
  `require("net").createServer((c) => c.on("data", (d) => setTimeout(() => c.write(String(d).toUpperCase()), ${ms})).on("end", () => c.end()).on("error", () => {})).listen(${port}, "127.0.0.1")`;

test("waits for a server to be started, and judges the check that was asked for", async () => {
  const port = (await freePort("tcp")).number;
  const attached = attach(port, "--check", "answers");
  await attached.printed(`start your server:   python3 server.py ${port}`);
  byHand("python3", ["server.py", String(port)], echo);
  const { code, stdout } = await attached.outcome;
  expect(stdout).toMatch(/no deadlines; seed \w+/);
  expect(stdout.match(/^\s*[✓✗] /gm)).toHaveLength(1);
  expect(stdout).toMatch(/✓ .*answers a line in upper case/);
  expect(code).toBe(0);
});

test("has no deadlines: who is looked at in a debugger may take its time", async () => {
  const port = (await freePort("tcp")).number;
  const attached = attach(port, "--check", "answers");
  await attached.printed("start your server");
  byHand(process.execPath, ["-e", lateServer(port, 4000)], echo);
  expect((await attached.outcome).code).toBe(0);
});

test("Ctrl-C ends the waiting, and what came until then is judged", async () => {
  const port = (await freePort("tcp")).number;
  const attached = attach(port, "--check", "answers");
  await attached.printed("start your server");
  byHand(process.execPath, ["-e", lateServer(port, 1_000_000)], echo);
  await attached.printed("──►\n");
  attached.kill("SIGINT");
  const { code, stdout } = await attached.outcome;
  expect(stdout).toMatch(/✗ .*answers a line in upper case/);
  expect(code).toBe(130);
});

test("before another scenario the program of the one before has to go", async () => {
  const port = (await freePort("tcp")).number;
  const attached = attach(port, "--check", "answers", "--check", "cut-line");
  await attached.printed("start your server");
  byHand("python3", ["server.py", String(port)], echo);
  await attached.printed(`end the program that has tcp port ${port}`);
  programs[0]?.kill("SIGKILL");
  await attached.printed("scenario cut-line");
  byHand("python3", ["server.py", String(port)], echo);
  const { code, stdout } = await attached.outcome;
  expect(stdout.match(/^\s*✓ /gm)).toHaveLength(2);
  expect(code).toBe(0);
});

test("bad input has one line that tells the mend", async () => {
  const stderr = async (...args: string[]) => (await wiregrade(["test", echo, ...args])).stderr;
  expect(await stderr("--attach", "server")).toMatch(/^error: --attach server: which check\?; add --check and its id.*\n$/);
  expect(await stderr("--attach", "proxy", "--check", "answers")).toMatch(/^error: .*proxy.*\n$/);
  expect(await stderr("--attach", "client", "--check", "answers")).toMatch(/^error: --attach client: no check of that role is selected.*\n$/);
  expect(await stderr("--port", "12000")).toMatch(/^error: --port: only with --attach.*\n$/);
});

interface Launch {
  configurations: { name: string; program: string; args: string[]; cwd: string; preLaunchTask?: string }[];
  inputs?: { id: string }[];
}
interface Tasks {
  tasks: { label: string; command?: string; args?: string[]; dependsOn?: string[]; problemMatcher: { background?: { endsPattern: string } } }[];
}

describe.each(["python", "typescript", "c", "java", "go"])("VS Code's files, in %s", (language) => {
  test("every launch has its task and its program, and asks for nothing that it does not describe", async () => {
    using folder = folderWith({});
    const course = join(folder.path, "course");
    expect((await wiregrade(["release", "tcp-echo", "dht", "--language", language, "--out", course])).code).toBe(0);
    const read = (name: string): unknown => JSON.parse(readFileSync(join(course, ".vscode", name), "utf8"));
    const [launch, tasks] = [read("launch.json") as Launch, read("tasks.json") as Tasks];
    const labels = tasks.tasks.map(({ label }) => label);
    expect(launch.configurations.map(({ name }) => name)).toEqual([
      "server of tcp-echo",
      "client of tcp-echo",
      "peer of dht",
      "peer of dht, without known-host:known-port",
    ]);
    for (const { preLaunchTask, args } of launch.configurations) {
      if (preLaunchTask !== undefined) expect(labels).toContain(preLaunchTask);
      for (const arg of args) {
        const id = /^\$\{input:(.*)\}$/.exec(arg)?.[1];
        if (id !== undefined) expect(launch.inputs?.map((input) => input.id)).toContain(id);
      }
    }
    for (const { dependsOn = [] } of tasks.tasks) for (const label of dependsOn) expect(labels).toContain(label);
    expect(labels.some((label) => label.startsWith("build"))).toBe(language !== "python");
  });
});

test("VS Code's task and launch together come to a judged check", async () => {
  using folder = folderWith({});
  const course = join(folder.path, "course");
  expect((await wiregrade(["release", "tcp-echo", "--language", "python", "--out", course])).code).toBe(0);
  const { tasks } = JSON.parse(readFileSync(join(course, ".vscode", "tasks.json"), "utf8")) as Tasks;
  const { configurations } = JSON.parse(readFileSync(join(course, ".vscode", "launch.json"), "utf8")) as Launch;
  const [server] = configurations;
  const task = tasks.find(({ label }) => label === server?.preLaunchTask);
  // Another port than the usual one, which may be taken on this machine.
  const port = String((await freePort("tcp")).number);
  const [, ...args] = (task?.args ?? []).map((arg) => (arg === "12000" ? port : arg === "${input:check}" ? "answers" : arg));
  const waiting = start("cli.js", args, { cwd: course });
  await waiting.printed(task?.problemMatcher.background?.endsPattern ?? "no pattern");
  const program = server?.program.replace("${workspaceFolder}", course) ?? "";
  byHand("python3", [program, ...(server?.args ?? []).map((arg) => (arg === "12000" ? port : arg))], course);
  await waiting.printed("✗");
  waiting.kill("SIGINT");
  expect((await waiting.outcome).stdout).toMatch(/answers a line in upper case/);
  expect(packageFile()).not.toBe(course);
});
