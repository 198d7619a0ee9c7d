import { expect, test } from "@jest/globals";
import { cpSync } from "node:fs";
import { join } from "node:path";
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
  expect(stdout).toContain("npx wiregrade play udp-echo ");
});

test("a check that passed is told with how its scenario went", async () => {
  using folder = folderAfter("solution");
  const { stdout } = await wiregrade(["explain", "answers"], { cwd: folder.path });
  expect(stdout).toMatch(/^Last time it passed; scenario one-datagram went like this:$/m);
  expect(stdout).toMatch(/◄──/);
});

test("without a record it tells how to get one, and bad input has one line", async () => {
  using folder = folderWith({});
  const explain = async (...args: string[]) => await wiregrade(["explain", ...args], { cwd: folder.path });
  expect((await explain("find-wrap")).stdout).toMatch(/^Nothing is on record of scenario \S+ yet: run npm test -- --check find-wrap$/m);
  expect((await explain("answers")).stderr).toMatch(/^error: .*udp-echo each have a check "answers"; run it in the folder of your program\n$/);
  expect(await explain("gopher")).toMatchObject({ code: 2, stderr: expect.stringMatching(/^error: there is no check "gopher"/) as unknown });
});
