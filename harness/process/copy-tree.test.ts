import { expect, test } from "@jest/globals";
import { execFileSync } from "node:child_process";
import { lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { copyTree } from "./copy-tree.js";
import { TestFolder } from "./test-program.js";

test("files, modes, links and folders are copied; FIFOs and names that are not UTF-8 are not", async () => {
  await using folder = await TestFolder.make();
  const from = folder.folders.work;
  mkdirSync(join(from, "src", "empty"), { recursive: true });
  writeFileSync(join(from, "src", "run.sh"), "#!/bin/sh\n", { mode: 0o755 });
  writeFileSync(join(from, "notes.txt"), "text\0\xff", "latin1");
  symlinkSync("src/run.sh", join(from, "run"));
  symlinkSync("/nowhere", join(from, "dangling"));
  execFileSync("mkfifo", [join(from, "fifo")]);
  writeFileSync(Buffer.from(`${from}/\xff`, "latin1"), "");

  const to = join(folder.path, "copy");
  await copyTree(from, to);
  expect(new Set(readdirSync(to, { recursive: true, encoding: "utf8" }))).toEqual(
    new Set(["dangling", "notes.txt", "run", "src", join("src", "empty"), join("src", "run.sh")]),
  );
  expect(readFileSync(join(to, "notes.txt"), "latin1")).toBe("text\0\xff");
  expect(lstatSync(join(to, "src", "run.sh")).mode & 0o777).toBe(0o755);
  expect([readlinkSync(join(to, "run")), readlinkSync(join(to, "dangling"))]).toEqual(["src/run.sh", "/nowhere"]);
});
