import { describe, expect, test } from "@jest/globals";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MANIFEST_NAME, parseManifest, readManifest } from "./manifest.js";

const parse = (text: string) => parseManifest(text, "ada/wiregrade.json");
const refusal = (code: string, message: string) => expect.objectContaining({ code, exitCode: 2, message });

describe("the text of a manifest", () => {
  test("to its meaning", () => {
    const text = '{ "$schema": "x", "lab": "echo", "build": "make all", "commands": { "server": "python3  server.py", "client": "./client" } }';
    const manifest = { lab: "echo", build: ["make", "all"], commands: { server: ["python3", "server.py"], client: ["./client"] } };
    expect(parse(text)).toEqual(manifest);
    expect(parse(`\uFEFF${text}`)).toEqual(manifest);
  });

  test.each(["null", '""', '"  "'])("with %s to build builds nothing", (build) => {
    expect(parse(`{ "lab": "echo", "build": ${build}, "commands": {} }`).build).toBeNull();
  });

  test("may have no command at all: each role then says so", () => {
    expect(parse('{ "lab": "echo", "commands": {} }')).toEqual({ lab: "echo", build: null, commands: {} });
  });

  test("a role may be called anything", () => {
    const { commands } = parse('{ "lab": "echo", "commands": { "__proto__": "./a", "constructor": "./b" } }');
    expect(Object.entries(commands)).toEqual([
      ["__proto__", ["./a"]],
      ["constructor", ["./b"]],
    ]);
  });

  test.each([
    ["[]", "is not a JSON object"],
    ["null", "is not a JSON object"],
    ['"x"', "is not a JSON object"],
    ["{}", '"lab" must name a lab'],
    ['{ "lab": "" }', '"lab" must name a lab'],
    ['{ "lab": ["echo"] }', '"lab" must name a lab'],
    ['{ "lab": "echo" }', '"commands" must be an object from role to command'],
    ['{ "lab": "echo", "commands": ["./server"] }', '"commands" must be an object from role to command'],
    ['{ "lab": "echo", "commands": { "server": ["./server"] } }', 'the command of "server" must be a string'],
    ['{ "lab": "echo", "commands": {}, "build": ["make"] }', '"build" must be one command'],
    ['{ "lab": "echo", "commands": {}, "comands": {} }', 'unknown key "comands"; known are "lab", "build", "commands"'],
  ])("%s is refused", (text, why) => {
    expect(() => parse(text)).toThrow(refusal("MANIFEST_INVALID", `ada/wiregrade.json: ${why}`));
  });

  test.each(["", "{", "lab = echo", '{ "lab": "echo", }', "{ // comment\n}"])("%j is not JSON", (text) => {
    expect(() => parse(text)).toThrow(refusal("MANIFEST_INVALID", expect.stringMatching(/^ada\/wiregrade\.json: is not JSON: [^\n]+$/) as unknown as string));
  });

  test.each([
    ["root:x:0:0:root", "Unexpected token 'r' at line 1, column 1"],
    ['{\n  "lab": secret }', "Unexpected token 's' at line 2, column 10"],
    ['{\n  "lab": "echo",\n  "commands": { "a": tru } }', "Unexpected token ' ' at line 3, column 25"],
    ['{ "a": "secret" "secret" }', "Expected ',' or '}' after property value in JSON at line 1, column 17"],
    ['{} "secret"', "Unexpected non-whitespace character after JSON at line 1, column 4"],
    ['{\n"a": "secret\n" }', "Bad control character in string literal in JSON at line 2, column 13"],
    ['{ "a": "secret', "Unterminated string in JSON at line 1, column 15"],
  ])("where %j breaks off is said, not what stands there", (text, why) => {
    expect(() => parse(text)).toThrow(refusal("MANIFEST_INVALID", `ada/wiregrade.json: is not JSON: ${why}`));
  });

  test.each([
    ['{ "lab": "a", "commands": { "server": "" } }', 'ada/wiregrade.json: command of "server": is empty'],
    ['{ "lab": "a", "commands": { "server": "cd x && ./s" } }', 'ada/wiregrade.json: command of "server": "&&" needs a shell, and there is none'],
    ['{ "lab": "a", "commands": { "client": "./c | cat" } }', 'ada/wiregrade.json: command of "client": "|" needs a shell, and there is none'],
    ['{ "lab": "a", "commands": {}, "build": "sh -c \'make\'" }', 'ada/wiregrade.json: "build": quotes are not understood, there is no shell'],
  ])("%s names the command that no shell will run", (text, message) => {
    expect(() => parse(text)).toThrow(refusal("COMMAND_INVALID", message));
  });
});

/** A socket's name stays when its process is killed. */
function socketAt(file: string): void {
  const code = `require("net").createServer().listen(${JSON.stringify(file)}, () => process.kill(process.pid, "SIGKILL"))`;
  spawnSync(process.execPath, ["-e", code]);
}

describe("the file of a manifest", () => {
  async function inFolder(make: (file: string) => unknown, use: (folder: string, file: string) => Promise<void>): Promise<void> {
    const folder = await mkdtemp(join(tmpdir(), "wiregrade-test-"));
    try {
      const file = join(folder, MANIFEST_NAME);
      await make(file);
      await use(folder, file);
    } finally {
      await rm(folder, { recursive: true });
    }
  }

  test("is read", async () => {
    await inFolder(
      (file) => writeFile(file, '\uFEFF{ "lab": "echo", "commands": { "server": "./server" } }\r\n'),
      async (folder) => expect(await readManifest(folder)).toEqual({ lab: "echo", build: null, commands: { server: ["./server"] } }),
    );
  });

  test.each([
    ["none", () => undefined, "MANIFEST_MISSING", ": there is none"],
    ["a folder", (file: string) => mkdir(file), "MANIFEST_INVALID", ": is not a regular file"],
    ["a FIFO", (file: string) => execFileSync("mkfifo", [file]), "MANIFEST_INVALID", ": is not a regular file"],
    ["a link to a device", (file: string) => symlink("/dev/zero", file), "MANIFEST_INVALID", ": is not a regular file"],
    ["a link to nothing", (file: string) => symlink("nowhere", file), "MANIFEST_INVALID", ": is not a regular file"],
    ["a link to a file", (file: string) => symlink("/etc/passwd", file), "MANIFEST_INVALID", ": is not a regular file"],
    ["a socket", (file: string) => socketAt(file), "MANIFEST_INVALID", ": is not a regular file"],
    ["1 MiB", (file: string) => writeFile(file, Buffer.alloc(1 << 20, " ")), "MANIFEST_TOO_LARGE", ": has 1048576 bytes, more than 65536"],
    ["empty", (file: string) => writeFile(file, ""), "MANIFEST_INVALID", ": is not JSON: Unexpected end of JSON input"],
  ])("%s is refused", async (_, make, code, why) => {
    await inFolder(make, async (folder, file) => {
      await expect(readManifest(folder)).rejects.toThrow(refusal(code, file + why));
    });
  });

  test("in a folder that is none, or none at all", async () => {
    await inFolder(
      (file) => writeFile(file, "{}"),
      async (_, file) => {
        await expect(readManifest(file)).rejects.toMatchObject({ code: "MANIFEST_MISSING" });
        await expect(readManifest(`${file}-none`)).rejects.toMatchObject({ code: "MANIFEST_MISSING" });
      },
    );
  });
});
