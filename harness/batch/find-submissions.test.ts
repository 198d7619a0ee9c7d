import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findSubmissions } from "./find-submissions.js";

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "wiregrade-test-"))));
afterEach(() => rmSync(folder, { recursive: true }));

function made(...paths: string[]): string[] {
  return paths.map((path) => {
    const whole = join(folder, path);
    mkdirSync(join(whole, ".."), { recursive: true });
    if (/\.(zip|tgz|tar|rar|bz2|txt)$/.test(path)) writeFileSync(whole, "");
    else mkdirSync(whole);
    return whole;
  });
}

test("folders and archives go by their names", async () => {
  const found = await findSubmissions(made("ann", "partial", "batch", "bob.zip"));
  expect(found.map(({ name }) => name)).toEqual(["ann", "partial", "batch", "bob"]);
});

test.each(["grades.csv.partial", "ann.partial", "grades.csv.PARTIAL.zip", "summary.json.tgz", "Batch.json", "batch.lock.1.x", ".canary"])(
  "%s is refused, since what a batch stores has such names",
  async (name) => {
    await expect(findSubmissions(made(name))).rejects.toMatchObject({ code: "NAME_RESERVED", exitCode: 2 });
  },
);

test.each([
  ["ann", "ann.zip"],
  ["Ann", "ann"],
  ["Jos\u00e9", "jose\u0301"],
])("%s and %s in one batch would be stored in one folder, here or elsewhere", async (one, two) => {
  await expect(findSubmissions(made(`1/${one}`, `2/${two}`))).rejects.toMatchObject({ code: "DUPLICATE_NAME" });
});

test("the same folder twice is one submission", async () => {
  const [path = ""] = made("ann");
  expect(await findSubmissions([path, path])).toHaveLength(1);
});

test("every path is a submission, be it a folder, an archive, or what cannot be graded", async () => {
  const [ann = "", ...files] = made("ann.v2", "bob.tgz", "cy.rar", "dan.tar.bz2", "notes.txt");
  const found = await findSubmissions([`${ann}/`, ...files, ann]);
  expect(found.map(({ name }) => name)).toEqual(["ann.v2", "bob", "cy", "dan", "notes.txt"]);
  expect(found[1]).toEqual({ name: "bob", source: join(folder, "bob.tgz") });
});

test("all names that are taken twice are told at once, with the paths as they were given", async () => {
  made("al", "bo", "cy", "al.zip", "al.rar", "bo.tar");
  const given = (...names: string[]) => names.map((name) => `${folder}/./${name}`);
  await expect(findSubmissions(given("al", "al.rar", "al.zip", "bo", "bo.tar", "cy"))).rejects.toMatchObject({
    code: "DUPLICATE_NAME",
    message: `submissions of one name: "al" (${given("al", "al.rar", "al.zip").join(", ")}); "bo" (${given("bo", "bo.tar").join(", ")})`,
  });
});
