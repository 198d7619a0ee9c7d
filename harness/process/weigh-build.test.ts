import { expect, test } from "@jest/globals";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BuildOutcome } from "./build.js";
import { removeFolder, removeFolderNow } from "./remove-folder.js";
import { diskUsage, MOST_ENTRIES } from "./tree-usage.js";
import { weighBuild } from "./weigh-build.js";

const built: BuildOutcome = { command: "make", status: "ok", reason: null, output: "", durationMs: 1 };
const temporary = () => mkdtempSync(join(tmpdir(), "wiregrade-weigh-"));
/** A folder in a folder in a folder, so that the whole path is longer than the kernel takes. */
const makeDeep = (folder: string) =>
  execFileSync("sh", ["-c", 'i=0; while [ $i -lt 40 ]; do mkdir "$1" && cd -P "$1" || exit 1; i=$((i+1)); done', "sh", "n".repeat(200)], { cwd: folder, stdio: "ignore" }); // prettier-ignore

test("a build is weighed with the holes in its files, which a copy fills", async () => {
  const folder = temporary();
  writeFileSync(join(folder, "small"), "x".repeat(5000));
  const { bytes, build } = await weighBuild(folder, built);
  expect(build).toEqual(built);
  expect(bytes).toBeGreaterThanOrEqual(5000);
  writeFileSync(join(folder, "sparse"), "");
  truncateSync(join(folder, "sparse"), 600 * 2 ** 20);
  expect((await weighBuild(folder, built)).build).toMatchObject({ status: "failed", reason: "it holds more than 512 MiB" });
  await removeFolder(folder);
});

test("very many files in one folder are counted no further than they may be", async () => {
  const folder = temporary();
  execFileSync("sh", ["-c", `seq ${MOST_ENTRIES + 500} | xargs touch`], { cwd: folder });
  expect((await diskUsage([folder], Infinity)).entries).toBeGreaterThan(MOST_ENTRIES);
  expect((await weighBuild(folder, built)).build).toMatchObject({ status: "failed", reason: `it holds more than ${MOST_ENTRIES} files and folders` });
  removeFolderNow(folder);
  expect(existsSync(folder)).toBe(false);
}, 60_000);

test.each([
  ["later", removeFolder],
  ["now", (folder: string) => Promise.resolve(removeFolderNow(folder))],
])("folders deeper than a path can be: such a build has failed, and is removed all the same (%s)", async (_, remove) => {
  const folder = temporary();
  mkdirSync(join(folder, "work"));
  makeDeep(join(folder, "work"));
  expect((await weighBuild(join(folder, "work"), built)).build).toMatchObject({
    status: "failed",
    reason: "it holds folders in folders whose path is too long",
  });
  await remove(folder);
  expect(existsSync(folder)).toBe(false);
});
