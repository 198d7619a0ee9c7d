import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadLab } from "../lab/load-lab.js";
import { brokenResult, unstartedResult } from "../score/make-result.js";
import type { Result } from "../score/result.js";
import { startBatch, type BatchNews } from "./grade-batch.js";
import type { GradeOne } from "./grade-one.js";
import { readStored } from "./results-folder.js";
import { attemptFolder } from "./store-result.js";

/** The batch alone: submissions are "graded" by a function here, at once. */

const lab = await loadLab("udp-echo", { hidden: false });
let out: string;
beforeEach(() => void (out = mkdtempSync(join(tmpdir(), "wiregrade-test-"))));
afterEach(() => rmSync(out, { recursive: true }));

const head = (name: string) => ({ submission: { name, digest: "" }, seed: "s", startedAt: "", isolation: "process" as const });
const whole = (name: string, score = 100): Result => ({
  ...unstartedResult(lab, head(name), { stage: "build", message: "-" }),
  fault: null,
  score,
  maxScore: 100,
});
const broken = (name: string): Result => brokenResult(lab, head(name), "the machine was asleep");
/** Each grading starts a second after the one before, and takes half of it. */
let clock = Date.parse("2025-01-02T03:04:05.678Z");
const timed = () => ({ startedAt: new Date((clock += 1000)).toISOString(), durationMs: 500 });
const names = (count: number) => Array.from({ length: count }, (_, index) => `s${index}`);

/** Runs a batch of `count`. `judge` is told the name (null for the canary), and the how-many-eth attempt at it this is. */
async function batch(count: number, judge: (name: string | null, attempt: number) => Result, more: { jobs?: number; canary?: boolean } = {}) {
  const news: BatchNews[] = [];
  const attempts = new Map<string | null, number>();
  let atOnce = 0;
  let most = 0;
  const grade: GradeOne = async (_, { name, source }, folder) => {
    const who = source === "canary" ? null : name;
    const attempt = (attempts.get(who) ?? 0) + 1;
    attempts.set(who, attempt);
    mkdirSync(attemptFolder(folder), { recursive: true });
    writeFileSync(join(attemptFolder(folder), "transcript"), `${attempt}`);
    most = Math.max(most, ++atOnce);
    await new Promise((resolve) => setImmediate(resolve));
    atOnce--;
    return { result: { ...judge(who, attempt), ...timed(), submission: { name, digest: "" } }, error: null };
  };
  const options = { lab, seed: "s", commands: {}, runsAtOnce: 1, limitMs: 1000, isolation: "process" as const, out, scratch: join(out, "never-made") };
  const submissions = names(count).map((name) => ({ name, source: name }));
  const started: (string | null)[] = [];
  const hear = (one: BatchNews) => void (one.type === "started" ? started.push(one.name) : news.push(one));
  const running = startBatch({ ...options, submissions, jobs: more.jobs ?? 3, canary: more.canary === true ? "canary" : null, hear }, grade);
  return { end: await running.done, news, started, attempts, most };
}

const asideOf = (name: string) => existsSync(join(out, name, "result.suspect.json")) && !existsSync(join(out, name, "result.json"));
const transcriptOf = (name: string) => readFileSync(join(out, name, "transcripts", "transcript"), "utf8");

test("every submission is graded once, so many at a time, and nothing half-done is left", async () => {
  const { end, attempts, most } = await batch(10, (name) => whole(name as string));
  expect(end).toBeNull();
  expect([...attempts]).toEqual(names(10).map((name) => [name, 1]));
  expect(most).toBe(3);
  expect(readdirSync(out).sort()).toEqual(names(10));
  for (const name of names(10)) expect(readdirSync(join(out, name)).sort()).toEqual(["result.json", "transcripts"]);
});

describe("a result that is not complete", () => {
  test("is followed by one attempt more, alone at the end, and the better one is kept with its transcripts", async () => {
    const { end, news, started, attempts } = await batch(6, (name, attempt) =>
      name === "s1" && attempt === 1 ? broken("s1") : whole(name as string, attempt),
    );
    expect(end).toBeNull();
    expect(attempts.get("s1")).toBe(2);
    expect(started.filter((name) => name === "s1")).toHaveLength(2);
    expect(await readStored(out, "s1")).toMatchObject({ complete: true, score: 2 });
    expect(transcriptOf("s1")).toBe("2");
    expect(news.slice(-2)).toMatchObject([
      { type: "again", count: 1 },
      { type: "stored", again: true, result: { submission: { name: "s1" } } },
    ]);
  });

  test("stays if the second is no better, with its own transcripts", async () => {
    const { attempts } = await batch(2, (name) => (name === "s1" ? broken("s1") : whole(name as string)));
    expect(attempts.get("s1")).toBe(2);
    expect(await readStored(out, "s1")).toMatchObject({ complete: false });
    expect(transcriptOf("s1")).toBe("1");
    expect(readdirSync(join(out, "s1")).sort()).toEqual(["result.json", "transcripts"]);
  });

  test("gives way to one with fewer checks in error", async () => {
    const half = (): Result => {
      const result = broken("s0");
      return { ...result, verdicts: result.verdicts.map((verdict, index) => (index === 0 ? verdict : { ...verdict, status: "pass" as const })) };
    };
    await batch(1, (_, attempt) => (attempt === 1 ? broken("s0") : half()));
    expect((await readStored(out, "s0"))?.verdicts.filter(({ status }) => status === "error")).toHaveLength(1);
  });
});

describe("the canary", () => {
  test("is graded before, after every fiftieth, and after the last", async () => {
    const { end, news, attempts } = await batch(120, (name) => whole(name ?? ""), { jobs: 1, canary: true });
    expect(end).toBeNull();
    expect(attempts.get(null)).toBe(4);
    expect(news.flatMap(({ type }, index) => (type === "canary" ? [index] : []))).toEqual([0, 51, 102, 123]);
    expect(readdirSync(join(out, ".canary"))).toHaveLength(4);
  });

  test("stops the batch before it begins, if it fails twice", async () => {
    const { end, attempts } = await batch(10, (name) => whole(name ?? "", name === null ? 90 : 100), { canary: true });
    expect(end).toMatchObject({ code: "MACHINE_UNFIT", exitCode: 3 });
    expect(String(end)).toMatch(/did not earn all points, twice: 90 of 100/);
    expect([...attempts]).toEqual([[null, 2]]);
    expect(readdirSync(out)).toEqual([".canary"]);
  });

  test("goes on if the second attempt holds", async () => {
    const { end, attempts } = await batch(3, (name, attempt) => whole(name ?? "", name === null && attempt === 1 ? 90 : 100), { canary: true });
    expect(end).toBeNull();
    expect(attempts.get(null)).toBe(3);
  });

  test("that fails on the way sets aside what was graded since it last held", async () => {
    const { end } = await batch(80, (name, attempt) => whole(name ?? "", name === null && attempt > 2 ? 90 : 100), { jobs: 1, canary: true });
    expect(String(end)).toMatch(/is set aside \(30\)$/);
    expect(names(80).filter(asideOf)).toEqual(names(80).slice(50));
  });

  test("that fails after an interruption sets aside what was graded since it last held, in whatever session", async () => {
    // The first session ends in between, before the canary that would confirm its last results.
    const first = await batch(60, (name) => ({ ...whole(name ?? ""), ...(name === "s59" ? { labDigest: "other" } : {}) }), { jobs: 1, canary: true });
    expect(first.end).toMatchObject({ code: "LAB_CHANGED" });
    expect(await readStored(out, "s58")).toMatchObject({ score: 100 });
    const second = await batch(70, (name) => whole(name ?? "", name === null ? 90 : 100), { jobs: 1, canary: true });
    expect(String(second.end)).toMatch(/is set aside \(9\)$/);
    expect(names(59).filter(asideOf)).toEqual(names(59).slice(50));
  });

  test("that fails at the end sets aside once what was graded twice", async () => {
    const judge = (name: string | null, attempt: number) => {
      if (name === null) return whole("", attempt === 1 ? 100 : 90);
      return name === "s1" && attempt === 1 ? broken("s1") : whole(name);
    };
    const { end, attempts } = await batch(6, judge, { canary: true });
    expect(attempts.get("s1")).toBe(2);
    expect(String(end)).toMatch(/is set aside \(6\)$/);
    expect(names(6).filter(asideOf)).toEqual(names(6));
  });

  test("that cannot be judged completely stops the batch, but what was judged stays: its spoilt runs would have been noticed, too", async () => {
    const { end } = await batch(80, (name, attempt) => (name === null && attempt > 2 ? broken("1") : whole(name ?? "")), { jobs: 1, canary: true });
    expect(String(end)).toMatch(/could not be judged completely, twice \(not complete: the machine was asleep\)$/);
    for (const name of names(80)) expect(await readStored(out, name)).toMatchObject({ complete: true });
  });
});

test("a lab that changes meanwhile stops the batch, and nothing judged by another is stored", async () => {
  const { end } = await batch(4, (name) => ({ ...whole(name as string), labDigest: name === "s2" ? "other" : lab.digest }), { jobs: 1 });
  expect(end).toMatchObject({ code: "LAB_CHANGED" });
  expect(readdirSync(out).sort()).toEqual(["s0", "s1"]);
});

test("a folder that cannot be written to any more stops the batch in order", async () => {
  const { end } = await batch(
    4,
    (name) => {
      if (name === "s1") mkdirSync(join(out, "s1", "result.json", "in-the-way"), { recursive: true });
      return whole(name as string);
    },
    { jobs: 1 },
  );
  expect(end).toMatchObject({ exitCode: 2 });
  expect(String(end)).toMatch(/result\.json/);
});
