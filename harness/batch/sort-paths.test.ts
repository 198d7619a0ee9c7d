import { expect, test } from "@jest/globals";
import { execFileSync } from "node:child_process";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { folderWith } from "../e2e/run-cli.js";
import { writeBatchState } from "./batch-state.js";
import { sortPaths } from "./sort-paths.js";

const MANIFEST = '{ "lab": "tcp-echo", "commands": {} }';
const OTHER = MANIFEST.replace("tcp-echo", "udp-echo");

/** Sorts these paths in a folder of these files; results go to "out". */
async function sorted(files: Record<string, string>, ...paths: string[]) {
  using folder = folderWith(files);
  const at = (path: string) => join(folder.path, path);
  if ("grades/.keep" in files)
    await writeBatchState(at("grades"), {
      ...{ version: 1, lab: "tcp-echo", labDigest: "", seed: "1", commands: {}, shard: null, isolation: "process", scratch: "", startedAt: "" },
      submissions: [],
    });
  const { paths: left, results } = await sortPaths(paths.map(at), "tcp-echo", at("out"));
  const named = (found: string[]) => found.map((path) => path.slice(folder.path.length + 1));
  return [named(left), named(results)];
}

test("folders of results are told from submissions: the batch's own, and those of others", async () => {
  const files = {
    "ann/wiregrade.json": MANIFEST,
    "out/x": "",
    "grades/.keep": "",
    "bob/batch.json": "{}",
    "cy/wiregrade.json": MANIFEST,
    "cy/batch.json": "{}",
  };
  expect(await sorted(files, "ann", "out", "grades", "bob", "cy")).toEqual([
    ["ann", "bob", "cy"],
    ["out", "grades"],
  ]);
});

test.each([
  ["folders", { "s/ann/wiregrade.json": MANIFEST, "s/bob/wiregrade.json": MANIFEST, "s/list.csv": "" }, 2],
  ["archives", { "s/ann.zip": "", "s/bob.tar.gz": "", "s/cy.tgz": "" }, 3],
  ["folders of an archive each", { "s/ann_1_file_/echo.zip": "", "s/bob_2_file_/echo.tgz": "" }, 2],
  ["repositories", { "s/ann/tcp-echo/wiregrade.json": MANIFEST, "s/ann/README.md": "", "s/bob/tcp-echo/wiregrade.json": MANIFEST }, 2],
])("a folder of submissions is none: %s", async (_, files, count) => {
  await expect(sorted(files as Record<string, string>, "s")).rejects.toMatchObject({
    code: "SUBMISSIONS_BELOW",
    message: expect.stringMatching(new RegExp(`/s: holds ${count} folders or archives with submissions$`)) as unknown,
    mend: expect.stringMatching(/^did you mean \/.*\/s\/\*\?$/) as unknown,
  });
  // Among others it is what one student handed in, and has a row.
  expect(await sorted({ ...(files as Record<string, string>), "dan/wiregrade.json": "" }, "s", "dan")).toEqual([["s", "dan"], []]);
});

test("an empty folder is named", async () => {
  await expect(sorted({ "s/.DS_Store": "" }, "s")).rejects.toThrow(/\/s: is empty$/);
});

test.each([
  ["a submission, whatever is below", { "s/wiregrade.json": MANIFEST, "s/a/wiregrade.json": MANIFEST, "s/b/wiregrade.json": MANIFEST }],
  ["a repository of several labs, with the grader", { "s/tcp-echo/wiregrade.json": MANIFEST, "s/udp-echo/wiregrade.json": OTHER, "s/wiregrade-0.1.0.tgz": "" }],
  ["one that holds the submission", { "s/echo/wiregrade.json": MANIFEST, "s/README.md": "" }],
  ["one without a manifest", { "s/server.py": "" }],
])("a submission is one: %s", async (_, files) => {
  expect(await sorted(files as unknown as Record<string, string>, "s")).toEqual([["s"], []]);
});

test("what a student hands in beside looks like results and is a submission all the same", async () => {
  const state = JSON.stringify({ version: 1, lab: "tcp-echo", isolation: "process", submissions: [] });
  expect(await sorted({ "ann/batch.json": state, "ann/tcp-echo/wiregrade.json": MANIFEST }, "ann")).toEqual([["ann"], []]);
});

test("a batch.json that is no file is not opened", async () => {
  using folder = folderWith({ "ann/server.py": "", "bob/server.py": "" });
  symlinkSync("/dev/zero", join(folder.path, "ann", "batch.json"));
  execFileSync("mkfifo", [join(folder.path, "bob", "batch.json")]);
  const paths = ["ann", "bob"].map((name) => join(folder.path, name));
  expect(await sortPaths(paths, "tcp-echo", join(folder.path, "out"))).toEqual({ paths, results: [] });
});

test("a submission beside an archive is still one", async () => {
  expect(await sorted({ "ann/tcp-echo/wiregrade.json": MANIFEST, "ann/backup.zip": "" }, "ann")).toEqual([["ann"], []]);
});
