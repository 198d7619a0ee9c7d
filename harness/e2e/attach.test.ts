import { afterEach, expect, test } from "@jest/globals";
import { spawn, type ChildProcess } from "node:child_process";
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
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
  await attached.printed('client: "');
  // As below npx: from the terminal, and once more from npm.
  attached.kill("SIGINT");
  attached.kill("SIGINT");
  const { code, stdout } = await attached.outcome;
  expect(stdout).toMatch(/✗ .*answers a line in upper case/);
  expect(code).toBe(130);
});

/** Says "+OK" to whatever ends with a line end, and never closes. */
const yesMan = (port: number) =>
  `require("net").createServer((c) => c.on("error", () => {}).on("data", (d) => String(d).endsWith("\\n") && c.write("+OK\\r\\n")).write("+OK\\r\\n")).listen(${port}, "127.0.0.1")`;

test("Ctrl-C ends a play that waits for several things at once", async () => {
  const port = (await freePort("tcp")).number;
  const attached = start("cli.js", ["test", example("pop3-server", "right-python"), "--attach", "server", "--port", String(port), "--check", "idle-closed"]);
  await attached.printed("start your server");
  byHand(process.execPath, ["-e", yesMan(port)], echo);
  await attached.printed('client slow: "N"');
  attached.kill("SIGINT");
  const { code, stdout, stderr } = await attached.outcome;
  expect(stderr).toBe("");
  expect(stdout).toMatch(/✗ .*ends a connection that says nothing/);
  expect(code).toBe(130);
});

test("Ctrl-C ends a play of several connections, too", async () => {
  const port = (await freePort("tcp")).number;
  const attached = attach(port, "--check", "serves-the-next-client");
  await attached.printed("start your server");
  byHand(process.execPath, ["-e", lateServer(port, 1_000_000)], echo);
  await attached.printed('client: "');
  attached.kill("SIGINT");
  expect((await attached.outcome).code).toBe(130);
});

test("a client that is started by hand is played with, and what only its terminal shows is not judged", async () => {
  const attached = start("cli.js", ["test", echo, "--attach", "client", "--check", "client-prints-replies"]);
  await attached.printed("start your client");
  await attached.printed("is not judged");
  attached.kill("SIGINT");
  expect((await attached.outcome).code).toBe(130);
});

test("before another scenario the program of the one before has to go", async () => {
  const port = (await freePort("tcp")).number;
  const attached = attach(port, "--check", "answers", "--check", "answers-an-empty-line");
  await attached.printed("start your server");
  byHand("python3", ["server.py", String(port)], echo);
  await attached.printed(`end the program that has tcp port ${port}`);
  programs[0]?.kill("SIGKILL");
  await attached.printed("scenario empty-line");
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

/** What this test reads of .vscode/. */
interface Launch {
  configurations: { program: string; args: string[]; preLaunchTask?: string }[];
}
interface Tasks {
  tasks: { label: string; args?: string[]; problemMatcher: { background?: { endsPattern: string } } }[];
}

test("VS Code's task and launch together come to a judged check", async () => {
  using folder = folderWith({});
  const course = join(folder.path, "course");
  expect((await wiregrade(["release", "tcp-echo", "--language", "python", "--out", course])).code).toBe(0);
  cpSync(join(echo, "server.py"), join(course, "server.py"));
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
  const { code, stdout } = await waiting.outcome;
  expect(stdout).toMatch(/✓ .*answers a line in upper case/);
  expect(code).toBe(0);
});
