import { expect, test } from "@jest/globals";
import { mkdir, readdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { loadLab } from "../lab/load-lab.js";
import { unstartedResult } from "../score/make-result.js";
import { inFolder } from "../submission/test-unpack.js";
import type { Submission } from "./find-submissions.js";
import { newBatch, resumeBatch } from "./open-batch.js";
import { sourceDigest } from "./open-submission.js";
import { makeResultsFolder } from "./results-folder.js";
import { storeAttempt } from "./store-result.js";

const lab = await loadLab("udp-echo", { hidden: false });
const isolate = () => Promise.resolve("process" as const);

test("what had bad input is graded again once it has changed, and only then; the old result stays beside", async () => {
  await inFolder(async (folder) => {
    const out = join(folder, "out");
    await mkdir(out);
    const submissions = ["right", "json", "zip.zip", "gone"].map((file) => ({ name: file.replace(".zip", ""), source: join(folder, file) }));
    for (const name of ["right", "json", "gone"]) await mkdir(join(folder, name));
    await writeFile(join(folder, "json", "wiregrade.json"), "{");
    await writeFile(join(folder, "zip.zip"), "PK");
    await newBatch(out, lab, submissions, { seed: "s" }, isolate);
    for (const submission of submissions) {
      const digest = await sourceDigest(submission, "udp-echo", join(folder, "scratch"));
      const head = { submission: { name: submission.name, digest }, seed: "s", startedAt: "", isolation: "process" as const };
      const result = unstartedResult(lab, head, { stage: "manifest", message: "no" });
      await storeAttempt(join(out, submission.name), submission.name === "right" ? { ...result, fault: null } : result);
    }
    const resume = async () => {
      const { left, mended } = await resumeBatch(out, lab, [], {}, isolate);
      return [left.map(({ name }) => name), mended];
    };
    await rm(join(folder, "gone"), { recursive: true });
    expect(await resume()).toEqual([[], []]);
    await writeFile(join(folder, "right", "x"), "");
    await writeFile(join(folder, "json", "wiregrade.json"), "{}");
    await writeFile(join(folder, "zip.zip"), "PK ");
    expect(await resume()).toEqual([
      ["json", "zip"],
      ["json", "zip"],
    ]);
    expect(await readdir(join(out, "json"))).toEqual(["result.bad-input.json"]);
  });
});

test("a damaged result is set aside and graded again, and stays beside however often the batch is killed", async () => {
  await inFolder(async (folder) => {
    const out = join(folder, "out");
    const submissions = ["ann", "bob", "cy"].map((name) => ({ name, source: join(folder, name) }));
    for (const name of ["out", "ann", "bob", "cy"]) await mkdir(join(folder, name));
    await newBatch(out, lab, submissions, { seed: "s" }, isolate);
    for (const name of ["ann", "cy"]) await mkdir(join(out, name));
    const head = { submission: { name: "bob", digest: "" }, seed: "s", startedAt: "", isolation: "process" as const };
    await storeAttempt(join(out, "bob"), { ...unstartedResult(lab, head, { stage: "manifest", message: "no" }), fault: null });
    await writeFile(join(out, "ann", "result.json"), "");
    await writeFile(join(out, "cy", "result.json"), '{"version":1,"verd');
    for (const damaged of [["ann", "cy"], []]) {
      expect(await resumeBatch(out, lab, [], {}, isolate)).toMatchObject({ left: [submissions[0], submissions[2]], mended: [], damaged });
      for (const name of ["ann", "cy"]) expect(await readdir(join(out, name))).toEqual(["result.damaged.json"]);
    }
  });
});

test("another folder or archive may stand in for what had bad input, not for what was graded", async () => {
  await inFolder(async (folder) => {
    const out = join(folder, "out");
    for (const name of ["out", "ann", "bob", "unpacked", "unpacked/ann", "unpacked/bob"]) await mkdir(join(folder, name));
    const submissions = ["ann", "bob"].map((name) => ({ name, source: join(folder, name) }));
    await newBatch(out, lab, submissions, { seed: "s" }, isolate);
    for (const { name } of submissions) {
      const head = { submission: { name, digest: "" }, seed: "s", startedAt: "", isolation: "process" as const };
      const result = unstartedResult(lab, head, { stage: "manifest", message: "no" });
      await storeAttempt(join(out, name), name === "ann" ? result : { ...result, fault: null });
    }
    const [ann, bob] = ["ann", "bob"].map((name) => ({ name, source: join(folder, "unpacked", name) })) as [Submission, Submission];
    await expect(resumeBatch(out, lab, [ann, bob], {}, isolate)).rejects.toThrow(`in that batch "bob" is ${folder}/bob`);
    expect(await resumeBatch(out, lab, [ann], {}, isolate)).toMatchObject({ left: [ann], mended: ["ann"], state: { submissions: [ann, submissions[1]] } });
  });
});

test("a shard takes no late submission, whichever shard its name would be in; those of other shards may be named", async () => {
  await inFolder(async (folder) => {
    const submissions = ["b", "c", "d"].map((name) => ({ name, source: join(folder, name) }));
    const shard = { index: 2, of: 2 };
    const { left } = await newBatch(folder, lab, submissions, { shard }, isolate);
    expect(left.map(({ name }) => name)).toEqual(["c"]);
    expect((await resumeBatch(folder, lab, submissions, { shard }, isolate)).left).toEqual(left);
    for (const name of ["a", "bb", "e"])
      for (const named of [[], submissions])
        await expect(resumeBatch(folder, lab, [...named, { name, source: join(folder, name) }], {}, isolate)).rejects.toMatchObject({
          code: "BATCH_DIFFERS",
          message: `${folder}: shard 2/2 was started without "${name}"`,
        });
  });
});

test("a folder of results, and those above it, are made for their owner alone", async () => {
  await inFolder(async (folder) => {
    await makeResultsFolder(join(folder, "a", "b"));
    for (const path of ["a", "a/b"]) expect((await stat(join(folder, path))).mode & 0o777).toBe(0o700);
  });
});
