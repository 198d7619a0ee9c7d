import { describe, expect, test } from "@jest/globals";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { example, folderWith, wiregrade } from "./run-cli.js";

const good = { lab: "udp-echo", commands: { server: "python3 server.py", client: "python3 client.py" } };

/** One line on stderr, that says what is wrong and what to do about it; no stack trace. */
function expectOneLine(stderr: string, words: RegExp): void {
  const lines = stderr.trimEnd().split("\n");
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^error: .+; .+/);
  expect(lines[0]).toMatch(words);
}

describe("a student's folder with bad input: one line, exit code 2", () => {
  test.each([
    ["no manifest", {}, /wiregrade\.json: there is none/],
    ["a manifest that is not JSON", { "wiregrade.json": "{ lab: }" }, /wiregrade\.json: is not JSON/],
    ["a manifest that is not an object", { "wiregrade.json": "[1]" }, /is not a JSON object/],
    ["a manifest of 1 MiB", { "wiregrade.json": " ".repeat(1 << 20) }, /has 1048576 bytes/],
    ["an unknown lab", { "wiregrade.json": JSON.stringify({ ...good, lab: "chess" }) }, /no lab "chess"/],
    ["a command with a pipe", { "wiregrade.json": JSON.stringify({ ...good, commands: { server: "./s | tee log" } }) }, /needs a shell/],
  ])("%s", async (_, files, words) => {
    using folder = folderWith(files);
    const { code, stdout, stderr } = await wiregrade(["test", folder.path]);
    expectOneLine(stderr, words);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });

  test("a command that is not there is told once, and the exit code is 2", async () => {
    using folder = folderWith({ "wiregrade.json": JSON.stringify({ ...good, commands: { server: "pyhton3 server.py" } }) });
    const { code, stdout, stderr } = await wiregrade(["test", folder.path, "--role", "server"]);
    expectOneLine(stderr, /command not found: pyhton3/);
    expect(stdout.match(/command not found/g)).toHaveLength(1);
    expect(code).toBe(2);
  });
});

test("a role without a command fails its checks, and the manifest's slip is told", async () => {
  using folder = folderWith({ "wiregrade.json": JSON.stringify({ ...good, commands: { sever: "./s" } }) });
  const { code, stdout, stderr } = await wiregrade(["test", folder.path]);
  expect(stdout).toMatch(/server\n {2}no command for server, only for "sever"\n/);
  expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
});

describe("a teacher's command line with bad input: exit code 2, and nothing is written", () => {
  const submission = example("udp-echo", "right-python");

  test.each([
    ["an unknown lab", ["grade", "chess", submission], /no lab "chess"/],
    ["a missing path", ["grade", "udp-echo", "/no/such/folder"], /no such folder/],
    ["an unknown role in --command", ["grade", "udp-echo", submission, "--command", "proxy=./p"], /no role "proxy"/],
    ["a folder without results", ["regrade", submission], /holds no results/],
    ["an unknown scenario", ["play", "udp-echo", "chess"], /no scenario "chess"/],
    ["an unknown check", ["test", submission, "--check", "chess"], /no check "chess"/],
  ])("%s", async (_, args, words) => {
    const { code, stderr } = await wiregrade(args);
    expectOneLine(stderr, words);
    expect(code).toBe(2);
  });

  test.each([
    ["--jobs 0", ["grade", "udp-echo", submission, "--jobs", "0"], /--jobs <n>.*whole number/],
    ["--command without a role", ["grade", "udp-echo", submission, "--command", "./p"], /role=command/],
    ["an unknown option", ["grade", "udp-echo", submission, "--speed", "9"], /unknown option '--speed'/],
    ["an unknown command", ["grad"], /unknown command 'grad'/],
    ["a shard that is none", ["grade", "udp-echo", submission, "--shard", "3/2"], /--shard <i\/n>.*must be i\/n/],
    ["an empty seed", ["grade", "udp-echo", submission, "--seed", ""], /--seed <seed>.*must not be empty/],
    ["help of the command", ["report", "x", "--speed", "9"], /\(`npx wiregrade report --help` shows how\)/],
    ["a release without a language", ["release", "udp-echo", "--out", "/nowhere/x"], /--language is missing; there are the skeletons .*python.* of udp-echo\n/],
    ["no submission", ["grade", "udp-echo"], /no submission was named; /],
  ])("%s", async (_, args, words) => {
    const { code, stderr } = await wiregrade(args);
    expect(stderr).toMatch(words);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(code).toBe(2);
  });

  test("--out that holds other results", async () => {
    using folder = folderWith({ "summary.json": "{}" });
    const { code, stderr } = await wiregrade(["grade", "udp-echo", submission, "--out", folder.path]);
    expectOneLine(stderr, /already holds the results of another batch/);
    expect(code).toBe(2);
  });

  test("--isolation that is refused leaves no folder behind", async () => {
    using folder = folderWith({ "in/wiregrade.json": "{}", "there/.keep": "" });
    const args = ["grade", "udp-echo", "in", "--isolation", "process", "--out"];
    const { code, stderr } = await wiregrade([...args, "a/b"], { cwd: folder.path });
    expectOneLine(stderr, /^error: isolation process: submissions could read the hidden checks/);
    expect(code).toBe(2);
    expect(readdirSync(folder.path).sort()).toEqual(["in", "there"]);
  });

  test("a name that is not one for results", async () => {
    using folder = folderWith({ ".canary/wiregrade.json": "{}" });
    const { code, stderr } = await wiregrade(["grade", "udp-echo", join(folder.path, ".canary")]);
    expectOneLine(stderr, /no submission can be named ".canary"/);
    expect(code).toBe(2);
  });

  test("two submissions of one name", async () => {
    using folder = folderWith({ "right-python/wiregrade.json": "{}" });
    const { code, stderr } = await wiregrade(["grade", "udp-echo", submission, join(folder.path, "right-python")]);
    expectOneLine(stderr, /^error: submissions of one name: "right-python" \(\/.*examples\/right-python, .*\/right-python\); rename or leave out /);
    expect(code).toBe(2);
  });
});

test.each([["--help"], ["grade", "--help"], ["test", "--help"], ["--version"]])("help is not an error: %s", async (...args) => {
  const { code, stdout } = await wiregrade(args);
  expect(code).toBe(0);
  expect(stdout).not.toBe("");
});

test.each([["labs"], ["show", "tcp-echo"], ["doctor"]])("%s tells what it is asked for", async (...args) => {
  const { code, stdout, stderr } = await wiregrade(args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(/tcp-echo|python3/);
});
