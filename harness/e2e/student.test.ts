import { describe, expect, test } from "@jest/globals";
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { execa } from "execa";
import { packageFile } from "../text/package-root.js";
import { folderWith, start, wiregrade, type Outcome } from "./run-cli.js";

/** A student's folder as `npm install` leaves it. */
function install(path: string): void {
  mkdirSync(join(path, "node_modules"));
  symlinkSync(packageFile(), join(path, "node_modules", "wiregrade"));
}

async function npmTest(cwd: string, ...args: string[]): Promise<Outcome> {
  return await start("jest-cli.js", args, { cwd }).outcome;
}

test("a fresh skeleton fails informatively; a right solution passes; only what is asked for is run", async () => {
  using folder = folderWith({});
  cpSync(packageFile("labs", "udp-echo", "skeleton", "typescript"), folder.path, { recursive: true });
  install(folder.path);

  const first = await npmTest(folder.path, "--role", "client", "-t", "input");
  expect(first.code).toBe(1);
  expect(first.stderr).toMatch(/✕ sends its input to the server/);
  expect(first.stderr).toMatch(/client exited with status 1; on stderr: "client\.ts is not written yet/);
  expect(first.stderr).toMatch(/hint: Read standard input/);
  expect(first.stderr).toMatch(/udp-echo: score 0 of 2/);
  expect(first.stderr).not.toMatch(/^\s+at .*:\d+:\d+/m);

  for (const file of ["server.ts", "client.ts"]) cpSync(packageFile("reference", "udp-echo", "solution", file), join(folder.path, file));
  const failed = await npmTest(folder.path, "--failed", "--check", "client-speaks");
  expect(failed.code).toBe(0);
  expect(failed.stderr).toMatch(/Tests: +1 passed, 1 total/);
  expect(existsSync(join(folder.path, ".wiregrade", "transcripts", "client-one-line.whole.1.jsonl"))).toBe(true);
  expect(existsSync(join(folder.path, ".wiregrade", "transcripts", "burst.whole.1.jsonl"))).toBe(false);

  const pattern = await npmTest(folder.path, "-t", "every letter");
  expect(pattern.code).toBe(0);
  expect(pattern.stderr).toMatch(/1 passed/);
  expect(JSON.parse(readFileSync(join(folder.path, ".wiregrade", "last.json"), "utf8"))).toMatchObject({
    "client-speaks": "pass",
    "answers-in-upper-case": "pass",
  });
});

test("words of a title are no regular expression, and words of none are refused", async () => {
  using folder = folderWith({});
  cpSync(packageFile("labs", "udp-echo", "skeleton", "typescript"), folder.path, { recursive: true });
  install(folder.path);
  for (const words of ["every.letter", "every (letter"]) {
    const { code, stderr } = await npmTest(folder.path, "-t", words);
    expect(code).toBe(1);
    expect(stderr).toContain(`-t: udp-echo has no check with "${words}" in its title`);
  }
});

/** Takes whatever comes at once for whole lines. */
const PIECEWISE = `
import { createServer } from "node:net";
createServer({ allowHalfOpen: true }, (socket) => {
  socket.on("data", (piece) => socket.write(piece.toString("latin1").split("\\n").filter((line) => line !== "").map((line) => line.toUpperCase() + "\\n").join(""), "latin1"));
  socket.on("end", () => socket.end());
  socket.on("error", () => undefined);
}).listen(Number(process.argv[2]), "127.0.0.1");
`;

test("a failure that needs a cut is shown with the smallest one, by test and by jest; both leave out what lies beyond", async () => {
  const manifest = JSON.stringify({ lab: "tcp-echo", commands: { server: "node server.mjs" } });
  using folder = folderWith({ "wiregrade.json": manifest, "server.mjs": PIECEWISE });
  for (const file of ["checks.test.js", "package.json"]) cpSync(packageFile("labs", "tcp-echo", "skeleton", "typescript", file), join(folder.path, file));
  install(folder.path);

  const tested = await wiregrade(["test", folder.path, "--check", "puts-a-split-line-together"]);
  expect(tested.code).toBe(1);
  // Lines are broken where they are full, and that is anywhere.
  expect(tested.stdout.replace(/\s+/g, " ")).toMatch(/fails as soon as the bytes come apart here: \S.* \| \S/);
  expect(tested.stdout).toMatch(/run split-line\.smallest\.1/);
  const transcript = readFileSync(join(folder.path, ".wiregrade", "transcripts", "split-line.smallest.1.jsonl"), "utf8");
  expect(transcript.split("\n").filter((line) => line.includes('"type":"data"') && line.includes('"sent"'))).toHaveLength(3);

  const jested = await npmTest(folder.path, "--role", "server");
  expect(jested.stderr).toMatch(/run split-line\.smallest\.1/);
  expect(jested.stderr).not.toMatch(/100,000 lines/);
  const all = await npmTest(folder.path, "--role", "server", "--beyond", "-t", "100,000 lines");
  // Its failure is shown, and is none of the contract.
  expect(all.stderr).toMatch(/✕ answers 100,000 lines/);
  expect(all.code).toBe(0);
}, 120_000);

(process.platform === "linux" ? describe : describe.skip)("on a terminal", () => {
  test("it is shown how far a run is", async () => {
    using folder = folderWith({});
    cpSync(packageFile("labs", "udp-echo", "skeleton", "typescript"), folder.path, { recursive: true });
    install(folder.path);
    const command = `node ${packageFile("dist", "harness", "jest-cli.js")} --check client-speaks`;
    // Not what tells jest that it runs in CI.
    const terminal = { PATH: process.env["PATH"], HOME: process.env["HOME"], TERM: "xterm" };
    const { stdout } = await execa("script", ["-qec", command, "/dev/null"], {
      cwd: folder.path,
      env: terminal,
      extendEnv: false,
      reject: false,
      stdin: "ignore",
    });
    expect(stripVTControlCharacters(stdout)).toMatch(/RUNS +\S+\s+Test Suites: 0 of 1 total\s+Tests: /);
  });
});

test("bad input is one failing test without a stack trace", async () => {
  using folder = folderWith({ "wiregrade.json": "[]" });
  cpSync(packageFile("labs", "udp-echo", "skeleton", "typescript", "checks.test.js"), join(folder.path, "checks.test.js"));
  cpSync(packageFile("labs", "udp-echo", "skeleton", "typescript", "package.json"), join(folder.path, "package.json"));
  install(folder.path);
  const { code, stderr } = await npmTest(folder.path);
  expect(code).toBe(1);
  expect(stderr).toMatch(/wiregrade\.json: is not a JSON object; compare it with/);
  expect(stderr).not.toMatch(/^\s+at /m);
});
