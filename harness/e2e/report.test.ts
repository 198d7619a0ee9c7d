import { expect, test } from "@jest/globals";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { makeTestResult, makeVerdict } from "../report/test-results.js";
import type { Result } from "../score/result.js";
import { folderWith, wiregrade } from "./run-cli.js";

/** Folders of results: { "shard-1": [...] }. */
function foldersWith(shards: Record<string, Result[]>): Disposable & { path: string } {
  const files = Object.entries(shards).flatMap(([shard, results]) =>
    results.map((result) => [`${shard}/${result.submission.name}/result.json`, JSON.stringify(result)]),
  );
  return folderWith(Object.fromEntries(files) as Record<string, string>);
}

const ada = makeTestResult("ada", [makeVerdict("a")]);
const bob = makeTestResult("=bob\u001b[2J", [makeVerdict("a", { status: "fail" })], { seed: "t" });

test("shards make one report on stdout; that their seeds differ is said in one line on stderr", async () => {
  using folder = foldersWith({ 1: [ada], 2: [bob] });
  const { code, stdout, stderr } = await wiregrade(["report", join(folder.path, "1"), join(folder.path, "2")]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^some-lab: 2 submissions\n\n=bob\\x1b\[2J +0\/10 {2}fails a\nada +10\/10\n/);
  expect(stderr).toBe("warning: these results come from 2 seeds, so their scores may not compare\n");
});

test.each([
  ["csv", /^submission,score,[^\n]*\r\n'=bob/],
  ["junit", /^<\?xml [^\n]*\n<testsuites name="some-lab" tests="2" failures="1"/],
  ["markdown", /^# some-lab: 2 submissions\n/],
  ["terminal", /^some-lab: 2 submissions\n/],
])("%s goes into a file, and stdout says so", async (format, start) => {
  using folder = foldersWith({ 1: [ada, { ...bob, seed: "s" }] });
  const file = join(folder.path, "report");
  const outcome = await wiregrade(["report", join(folder.path, "1"), "--format", format, "--out", file]);
  expect(outcome).toEqual({ code: 0, stdout: `2 results in ${file}\n`, stderr: "" });
  expect(readFileSync(file, "utf8")).toMatch(start);
  expect(existsSync(`${file}.partial`)).toBe(false);
});

test("a file beside the batch may be called as one in it", async () => {
  using folder = foldersWith({ 1: [ada] });
  for (const out of ["result.json", "grades.csv", "1/report.csv"])
    expect(await wiregrade(["report", "1", "--format", "csv", "--out", out], { cwd: folder.path })).toMatchObject({ code: 0, stderr: "" });
});

test.each([
  ["two results of one name", ["1", "2"], /2: "ada" has another result in .*1; keep one of the two/],
  ["two labs", ["1", "3"], /3: holds a result of "other", .*1 one of "some-lab"; make a report for each lab/],
  ["a file where a folder is to be", ["1/ada/result.json"], /1\/ada\/result\.json: is a file, or below one; check the path/],
  ["a file in no folder", ["1", "--out", "none/x"], /none\/x: there is no folder for it; name a file/],
  ["the batch's own table", ["1", "--out", "1/grades.csv"], /1\/grades\.csv: is a file of the batch itself; name another file/],
  ["a result", ["1/ada", "--out", "1/ada/result.json"], /is a file of the batch itself/],
  ["a policy's file", ["1", "--adjustments", "2/ada/result.json", "--out", "./2/ada/result.json"], /is what the report is made with/],
  ["a table that is not there", ["1", "--adjustments", "no.csv"], /no\.csv: there is no such file or folder; check the path/],
  ["an option that lacks another", ["1", "--submitted", "x"], /; see `npx wiregrade report --help`/],
  ["no folder", ["1", "none"], /none: there is no such folder; check the path/],
  ["a file that cannot be written", ["1", "--out", "1"], /1: is a folder; name a file that you may write/],
])("%s: one line, exit code 2", async (_, args, words) => {
  using folder = foldersWith({ 1: [ada], 2: [{ ...ada, score: 9 }], 3: [{ ...bob, lab: "other" }] });
  const { code, stdout, stderr } = await wiregrade(["report", ...args], { cwd: folder.path });
  expect(stderr).toMatch(/^error: [^\n]+\n$/);
  expect(stderr).toMatch(words);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
});
