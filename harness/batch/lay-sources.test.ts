import { expect, test } from "@jest/globals";
import { symlinkSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { folderWith, wiregrade } from "../e2e/run-cli.js";
import { filesBelow } from "../release/files-below.js";

const MANIFEST = '{ "lab": "tcp-echo", "commands": { "server": "python3 server.py" } }';

/** The files below a folder, by their paths in it. */
const filesIn = async (folder: string) => (await filesBelow(folder)).map((file) => relative(folder, file));

/** A batch of submissions of these names, as `grade --out` leaves it, with nothing graded yet. */
function writeBatch(folder: string, names: readonly string[]): void {
  const state = {
    ...{ version: 1, lab: "tcp-echo", labDigest: "", seed: "1", commands: {}, shard: null, isolation: "process", scratch: "", startedAt: "" },
    submissions: names.map((name) => ({ name, source: join(folder, "handed-in", name) })),
  };
  writeFileSync(join(folder, "grades", "batch.json"), JSON.stringify(state));
}

test("what the authors wrote is laid out beside the skeletons, and nothing else", async () => {
  using folder = folderWith({
    "handed-in/ann/wiregrade.json": MANIFEST,
    "handed-in/ann/server.py": "print(1)\n",
    "handed-in/ann/lib/lines.py": "print(2)\n",
    "handed-in/ann/checks.test.js": "",
    "handed-in/ann/checks/scenarios/server.ts": "",
    "handed-in/ann/node_modules/x/index.js": "",
    "handed-in/ann/big.py": "#".repeat((1 << 20) + 1),
    "handed-in/bob/wiregrade.json": MANIFEST,
    "handed-in/bob/Server.java": "class Server {}\n",
    "handed-in/bob/build/Generated.java": "",
    "handed-in/cat/client.py": "print(4)\n",
    "handed-in/dan/main.go": "package main\n",
    "handed-in/dan/tool.mjs": "print(3)\n",
    "handed-in/dan/tool.mjs.js": "print(4)\n",
    "handed-in/eve/notes.txt": "nothing",
    "outside/secret.py": "secret",
    "grades/.keep": "",
  });
  symlinkSync(join(folder.path, "outside", "secret.py"), join(folder.path, "handed-in", "eve", "secret.py"));
  symlinkSync(join(folder.path, "outside"), join(folder.path, "handed-in", "eve", "src"));
  writeBatch(folder.path, ["ann", "bob", "cat", "dan", "eve", "gone"]);
  const out = join(folder.path, "likeness");
  const { code, stdout, stderr } = await wiregrade(["sources", join(folder.path, "grades"), "--out", out]);
  expect(code).toBe(0);
  expect(await filesIn(join(out, "submissions"))).toEqual([
    "ann/lib/lines.py",
    "ann/server.py",
    "bob/Server.java",
    "cat/client.py",
    "dan/main.go",
    "dan/tool.mjs-2.js",
    "dan/tool.mjs.js",
  ]);
  expect(await filesIn(join(out, "base-code", "java"))).toEqual(expect.arrayContaining(["Client.java", "Server.java"]));
  expect(stdout).not.toMatch(/typescript/);
  expect(stdout).toMatch(/^4 of 6 submissions in .*likeness\/submissions$/m);
  expect(stdout).toMatch(/^2 in python3: java -jar jplag\.jar -l python3 -bc \S+base-code\/python \S+submissions$/m);
  expect(stdout).toMatch(/^1 in go: nothing to compare it with$/m);
  expect(stdout).toMatch(/^1 in javascript: nothing to compare it with$/m);
  expect(stderr).toMatch(/^warning: eve: no file in a language that JPlag reads$/m);
  expect(stderr).toMatch(/^warning: ann: not copied, .*: big\.py$/m);
  expect(stderr).toMatch(/^warning: bob: not copied, .*: build\/Generated\.java$/m);
  expect(stderr).toMatch(/^warning: gone: .*is no longer there$/m);
});

test("of a repository of several labs, only the lab's folder is laid out", async () => {
  using folder = folderWith({
    "handed-in/ann/README.md": "",
    "handed-in/ann/tcp-echo/wiregrade.json": MANIFEST,
    "handed-in/ann/tcp-echo/server.py": "print(1)\n",
    "handed-in/ann/tcp-echo/checks.test.js": "",
    "handed-in/ann/tcp-echo/checks/scenarios/server.ts": "",
    "handed-in/ann/pop3-server/wiregrade.json": MANIFEST.replace("tcp-echo", "pop3-server"),
    "handed-in/ann/pop3-server/server.py": "print(2)\n",
    "grades/.keep": "",
  });
  writeBatch(folder.path, ["ann"]);
  await wiregrade(["sources", join(folder.path, "grades"), "--out", join(folder.path, "likeness")]);
  expect(await filesIn(join(folder.path, "likeness", "submissions"))).toEqual(["ann/server.py"]);
});

test("bad input has one line", async () => {
  using folder = folderWith({ "full/notes.txt": "mine", "grades/.keep": "" });
  writeBatch(folder.path, []);
  expect((await wiregrade(["sources", join(folder.path, "grades"), "--out", join(folder.path, "full")])).stderr).toMatch(
    /^error: .*already holds notes\.txt; choose a new or empty folder\n$/,
  );
  expect(await wiregrade(["sources", join(folder.path, "full"), "--out", join(folder.path, "new")])).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^error: .*no batch was started there/) as unknown,
  });
});
