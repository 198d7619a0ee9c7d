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
    if (/\.(zip|tgz)$/.test(path)) writeFileSync(whole, "");
    else mkdirSync(whole);
    return whole;
  });
}
const find = (paths: string[]) => findSubmissions(paths, () => undefined);

test("folders and archives go by their names", async () => {
  const found = await find(made("ann", "partial", "batch", "bob.zip"));
  expect(found.map(({ name }) => name)).toEqual(["ann", "partial", "batch", "bob"]);
});

test.each(["grades.csv.partial", "ann.partial", "grades.csv.PARTIAL.zip", "summary.json.tgz", "Batch.json", "batch.lock.1.x", ".canary"])(
  "%s is refused, since what a batch stores has such names",
  async (name) => {
    await expect(find(made(name))).rejects.toMatchObject({ code: "NAME_RESERVED", exitCode: 2 });
  },
);

test.each([
  ["ann", "ann.zip"],
  ["Ann", "ann"],
  ["Jos\u00e9", "jose\u0301"],
])("%s and %s in one batch would be stored in one folder, here or elsewhere", async (one, two) => {
  await expect(find(made(`1/${one}`, `2/${two}`))).rejects.toMatchObject({ code: "DUPLICATE_NAME" });
});

test("the same folder twice is one submission", async () => {
  const [path = ""] = made("ann");
  expect(await find([path, path])).toHaveLength(1);
});
