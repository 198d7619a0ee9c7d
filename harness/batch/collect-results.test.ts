import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeTestResult, makeVerdict } from "../report/test-results.js";
import type { Result } from "../score/result.js";
import { writeBatchState, type BatchState } from "./batch-state.js";
import { collectResults } from "./collect-results.js";
import type { Shard } from "./shard.js";

let scratch: string;
beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), "wiregrade-test-"));
});
afterEach(async () => {
  await rm(scratch, { recursive: true, force: true });
});

async function stored(folder: string, ...results: Result[]): Promise<string> {
  const out = join(scratch, folder);
  for (const result of results) {
    const place = join(out, result.submission.name);
    await mkdir(place, { recursive: true });
    await writeFile(join(place, "result.json"), JSON.stringify(result));
  }
  return out;
}

function stateOf(shard: Shard | null, ...names: string[]): BatchState {
  return {
    ...{ version: 1, lab: "some-lab", labDigest: "", seed: "s", commands: {}, shard, isolation: "process", scratch: "", startedAt: "" },
    submissions: names.map((name) => ({ name, source: `/in/${name}` })),
  };
}

const result = (name: string, parts: Partial<Result> = {}) => makeTestResult(name, [makeVerdict("a")], parts);
const names = ({ results }: { results: Result[] }) => results.map(({ submission }) => submission.name);

test("shards are one batch, by name", async () => {
  const collected = await collectResults([await stored("1", result("ada"), result("eve")), await stored("2", result("bob"))]);
  expect(names(collected)).toEqual(["ada", "bob", "eve"]);
  expect(collected.warnings).toEqual([]);
});

test("the same result in two folders counts once, as does a folder that is given twice", async () => {
  const [one, two] = [await stored("1", result("ada")), await stored("2", result("ada"), result("bob"))];
  expect(names(await collectResults([one, two, one]))).toEqual(["ada", "bob"]);
});

test("two results of one name are refused", async () => {
  const folders = [await stored("1", result("ada")), await stored("2", result("ada", { score: 9 }))];
  await expect(collectResults(folders)).rejects.toMatchObject({ code: "DUPLICATE_NAME", message: `${folders[1]}: "ada" has another result in ${folders[0]}` });
});

test("results of two labs are refused", async () => {
  const folders = [await stored("1", result("ada")), await stored("2", result("bob", { lab: "other" }))];
  await expect(collectResults(folders)).rejects.toMatchObject({ code: "LAB_MISMATCH", mend: "make a report for each lab" });
});

test("several seeds, or versions of the lab, are told in one line", async () => {
  const first = await stored("1", result("ada"));
  const seeds = await collectResults([first, await stored("2", result("bob", { seed: "t" }))]);
  expect(seeds.warnings).toEqual(["these results come from 2 seeds, so their scores may not compare"]);
  const both = await collectResults([first, await stored("3", result("eve", { seed: "t", labDigest: "2".repeat(64) }))]);
  expect(both.warnings).toHaveLength(1);
  expect(both.warnings[0]).toMatch(/^these results come from 2 versions of the lab and 2 seeds, .* regrade/);
});

test.each(["{", "null", "[]", '{"version":2}', '{"version":1,"verdicts":[]}'])("a result.json that holds %s is named", async (text) => {
  const out = await stored("1", result("ada"));
  await mkdir(join(out, "bob"));
  await writeFile(join(out, "bob", "result.json"), text);
  await expect(collectResults([out])).rejects.toThrow(/bob.result\.json: /);
});

test("all that are damaged are told at once, over all folders, with what grades them again", async () => {
  const [one, two] = [await stored("1", result("ada"), result("bob")), await stored("2", result("eve"))];
  await writeBatchState(one, stateOf(null, "ada", "bob"));
  await writeBatchState(two, stateOf(null, "eve"));
  for (const name of ["1/ada", "1/bob", "2/eve"]) await writeFile(join(scratch, name, "result.json"), "");
  const resume = (out: string) => `npx wiregrade grade some-lab --out ${out} --resume`;
  await expect(collectResults([one, two])).rejects.toMatchObject({
    code: "RESULT_INVALID",
    message: `${one}/ada/result.json, ${one}/bob/result.json, ${two}/eve/result.json: are damaged`,
    mend: `grade those submissions again with: ${resume(one)}; ${resume(two)}`,
  });
  await expect(collectResults([join(one, "ada")])).rejects.toMatchObject({
    message: `${one}/ada/result.json: is damaged`,
    mend: `grade that submission again with: ${resume(one)}`,
  });
});

test("a submission's own folder holds one result", async () => {
  const out = await stored("1", result("ada"), result("eve"));
  expect(names(await collectResults([join(out, "eve")]))).toEqual(["eve"]);
});

test("the names of a whole batch are known, from its folder, a shard's or a submission's own, and whether it was judged again", async () => {
  const out = await stored("1", result("ada"), result("bob"));
  await writeBatchState(out, { ...stateOf({ index: 1, of: 2 }, "ada", "bob", "dan"), elsewhere: ["eve"], judgedAgain: true });
  const batches = { names: new Set(["ada", "bob", "dan", "eve"]), judgedAgain: true };
  expect((await collectResults([out])).batches).toEqual(batches);
  expect((await collectResults([join(out, "ada")])).batches).toEqual(batches);
  expect((await collectResults([await stored("2", result("ada"))])).batches).toEqual({ names: new Set(), judgedAgain: false });
});

test("what is not graded yet, or not completely, and shards that are not here are told", async () => {
  const one = await stored("1", result("ada"), result("eve", { complete: false }));
  const two = await stored("2", result("bob"));
  await writeBatchState(one, stateOf({ index: 1, of: 4 }, "ada", "dan", "eve"));
  await writeBatchState(two, stateOf({ index: 3, of: 4 }, "bob"));
  expect((await collectResults([one, two])).warnings).toEqual([
    `${one}: 2 of 3 are not graded yet, or not completely: npx wiregrade grade some-lab --out ${one} --resume`,
    "not the whole batch: of its 4 shards 2/4, 4/4 are not here",
  ]);
  await writeBatchState(two, stateOf(null, "bob"));
  expect((await collectResults([two])).warnings).toEqual([]);
});
