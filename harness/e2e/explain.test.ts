import { expect, test } from "@jest/globals";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { labNames, loadLab } from "../lab/load-lab.js";
import { packageFile } from "../text/package-root.js";
import { folderWith, wiregrade } from "./run-cli.js";

/** A student's folder with the records of an earlier run: those of a program that the lab keeps. */
function folderAfter(program: string): Disposable & { path: string } {
  const folder = folderWith({ "wiregrade.json": '{ "lab": "udp-echo", "commands": { "server": "python3 server.py" } }' });
  cpSync(packageFile("reference", "udp-echo", "golden", program), join(folder.path, ".wiregrade", "transcripts"), { recursive: true });
  return folder;
}

test("a check that failed is told with the dialogue in which it did", async () => {
  using folder = folderAfter("server-1024-byte-buffer");
  const { code, stdout } = await wiregrade(["explain", "answers-1400-bytes"], { cwd: folder.path });
  expect(code).toBe(0);
  expect(stdout).toMatch(/^udp-echo, server: check answers-1400-bytes, /m);
  expect(stdout).toMatch(/^It is judged once this passes: ".*" \(answers\)\.$/m);
  expect(stdout).toMatch(/^Last time it failed:$/m);
  expect(stdout).toMatch(/^ *on the wire:/m);
  expect(stdout).toContain("npx wiregrade test --attach server --check answers-1400-bytes");
});

test("a check that passed is told with how its scenario went", async () => {
  using folder = folderAfter("solution");
  const { stdout } = await wiregrade(["explain", "answers"], { cwd: folder.path });
  expect(stdout).toMatch(/^Last time it passed; scenario one-datagram went like this:$/m);
  expect(stdout).toMatch(/◄──/);
});

test("a check that waited for another is told with that one", async () => {
  using folder = folderAfter("solution");
  writeFileSync(join(folder.path, ".wiregrade", "last.json"), '{ "answers": "fail", "answers-1400-bytes": "skip" }');
  const { stdout } = await wiregrade(["explain", "answers-1400-bytes"], { cwd: folder.path });
  expect(stdout).toMatch(/^Last time it was not judged, since answers did not pass: npx wiregrade explain answers$/m);
  expect(stdout).not.toMatch(/Last time it (passed|failed)/);
});

test("without a record it shows how it goes with a right program, and tells how to get one's own; bad input has one line", async () => {
  using folder = folderWith({});
  const explain = async (...args: string[]) => await wiregrade(["explain", ...args], { cwd: folder.path });
  const { stdout } = await explain("find-wrap");
  expect(stdout).toMatch(/^Scenario finds-across-zero with a right program, for example .*:\n( .*\n)*.*type\\":\\"found/m);
  expect(stdout).toMatch(/^Nothing is on record of your own yet: run npm test -- --check find-wrap$/m);
  expect((await explain("answers")).stderr).toMatch(/^error: .*udp-echo each have a check "answers"; run it in the folder of your program\n$/);
  expect(await explain("gopher")).toMatchObject({ code: 2, stderr: expect.stringMatching(/^error: there is no check "gopher"/) as unknown });
});

test("every scenario of every lab has its example", async () => {
  for (const name of await labNames()) {
    const { checks } = await loadLab(name, { hidden: false });
    const text = readFileSync(packageFile("labs", name, "dialogues.txt"), "utf8");
    const sections = text.split("\n").filter((line) => line.startsWith("# "));
    expect(sections).toEqual([...new Set(checks.map(({ scenario }) => `# ${scenario}`))]);
  }
});
