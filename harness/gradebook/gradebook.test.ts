import { expect, test } from "@jest/globals";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { folderWith } from "../e2e/run-cli.js";
import { makeReport } from "../report/formats.js";
import { paintFor } from "../report/paint.js";
import { makeTestResult, makeVerdict } from "../report/test-results.js";
import { adjustmentsFrom } from "./adjustments.js";
import { gradebook, type Step } from "./gradebook.js";
import { groupsFrom } from "./groups.js";
import { latenessFrom, parsePolicy } from "./lateness.js";

const results = () => [
  makeTestResult("ada", [makeVerdict("a"), makeVerdict("b", { status: "fail" })], { bonus: 2 }),
  makeTestResult("bob", [makeVerdict("a"), makeVerdict("b"), makeVerdict("c", { level: "beyond", maxPoints: 4, points: 0, status: "fail" })]),
];

/** What a step that is read from files does to the results: [name, score, bonus, remarks] of each. */
async function outcome(files: Record<string, string>, step: (at: (name: string) => string) => Promise<Step>): Promise<unknown[]> {
  using folder = folderWith(files);
  const entries = gradebook(results(), [await step((name) => join(folder.path, name))]);
  return entries.map(({ submission, score, bonus, remarks }) => [submission.name, score, bonus, remarks]);
}

test("an appeal adds points to a check or to the whole, and is told with its reason and by whom", async () => {
  const table = 'by,submission,check,points,reason\r\nTA Kim,ada,b,+4.5,"right, read again"\r\nTA Kim,bob,,-3,copied\r\nTA Lee,bob,c,2,half of it\r\n';
  expect(await outcome({ "a.csv": table }, async (at) => await adjustmentsFrom(at("a.csv")))).toEqual([
    ["ada", 14.5, 2, ["+4.5 for b: right, read again (TA Kim)"]],
    ["bob", 17, 2, ["-3: copied (TA Kim)", "+2 for c: half of it (TA Lee)"]],
  ]);
});

test("an appeal about what is beyond makes no more bonus than there is, and none below zero", async () => {
  const table = (points: number) => `submission,check,points,reason,by\nbob,c,${points},x,y\n`;
  for (const [points, bonus] of [
    [30, 10],
    [-5, 0],
  ] as const)
    expect(await outcome({ "a.csv": table(points) }, async (at) => await adjustmentsFrom(at("a.csv")))).toContainEqual(["bob", 20, bonus, [expect.anything()]]);
});

test.each([
  ["submission,check,points\n", /does not name "reason" and "by"/],
  ["submission,check,points,reason,by\nada,b,lots,x,y\n", /line 2: "lots" is no number of points/],
  ["submission,check,points,reason,by\nada,b,1,,y\n", /line 2: says no reason/],
  ["submission,check,points,reason,by\neve,b,1,x,y\n", /there is no submission "eve"/],
  ["submission,check,points,reason,by\nada,z,1,x,y\n", /ada: there is no check "z"/],
  ['submission,check,points,reason,by\nada,"b,1,x,y\n', /: line 2: a quote is not closed/],
  ["submission,check,points,reason,by\nada,b,1\n", /line 2: has 3 cells, more or fewer than/],
  ["submission;check;points\nada;b;1\n", /does not name "reason" and "by"/],
  ["submission;check,points\n", /does not name "submission"/],
])("an appeal that is not to be understood changes nothing: %j", async (table, why) => {
  await expect(outcome({ "a.csv": table }, async (at) => await adjustmentsFrom(at("a.csv")))).rejects.toThrow(why);
});

test("semicolons separate cells where the first line has them and no comma, and a comma is a decimal one", async () => {
  const table = '\ufeffsubmission;check;points;reason;by\r\nada;b;4,5;"right; read again";TA Kim\r\n';
  expect(await outcome({ "a.csv": table }, async (at) => await adjustmentsFrom(at("a.csv")))).toContainEqual([
    "ada",
    14.5,
    2,
    [expect.stringContaining("right; read again (TA Kim)")],
  ]);
});

test("a table that is not in UTF-8 is refused, since names in it would be others", async () => {
  using folder = folderWith({});
  const file = join(folder.path, "a.csv");
  writeFileSync(file, Buffer.from("submission,student\nJosé,José\n", "latin1"));
  await expect(groupsFrom(file)).rejects.toMatchObject({ message: `${file}: is not in UTF-8`, mend: expect.stringContaining("CSV UTF-8") as unknown });
  await expect(groupsFrom(`${file}x`)).rejects.toThrow(`${file}x: there is no such file or folder`);
  await expect(groupsFrom(folder.path)).rejects.toThrow(`${folder.path}: is a folder`);
});

test.each(["2028-02-29T23:59:59Z", "2026-11-30T00:00-23:00"])("%s is a time", async (time) => {
  const files = { "p.json": POLICY, "s.csv": `${HEAD}ada,${time}\nbob,${time}\n` };
  await expect(outcome(files, async (at) => await latenessFrom({ policy: at("p.json"), submitted: at("s.csv") }))).resolves.toHaveLength(2);
});

const POLICY = JSON.stringify({ deadline: "2026-11-30T23:59:00+01:00", graceMinutes: 10, percentPerDay: 10, mostPercent: 25, closesAfterDays: 5 });
const HEAD = "submission,submitted\n";

test.each([
  ["2026-11-30T22:59:00Z", 10, []],
  ["2026-11-30T23:09:00Z", 10, []],
  ["2026-11-30T23:09:01Z", 9, ["late by 1 day begun: -10 %"]],
  ["2026-12-01T22:59:00Z", 9, ["late by 1 day begun: -10 %"]],
  ["2026-12-01T22:59:01Z", 8, ["late by 2 days begun: -20 %"]],
  ["2026-12-05T22:59:00Z", 7.5, ["late by 5 days begun: -25 %"]],
  ["2026-12-05T22:59:01Z", 0, ["late by 6 days begun: nothing counts any more"]],
])("who submits at %s has %d of 10 points", async (time, score, remarks) => {
  const files = { "p.json": POLICY, "s.csv": `${HEAD}ada,${time}\nbob,2026-11-01T00:00:00Z\n` };
  const [ada, bob] = await outcome(files, async (at) => await latenessFrom({ policy: at("p.json"), submitted: at("s.csv") }));
  expect(ada).toEqual(["ada", score, expect.any(Number), remarks]);
  expect(bob).toEqual(["bob", 20, 0, []]);
});

test("an extension moves one deadline", async () => {
  const files = {
    ...{ "p.json": POLICY, "s.csv": `${HEAD}ada,2026-12-02T00:00:00Z\nbob,2026-12-02T00:00:00Z\n` },
    "e.csv": "submission,deadline\nada,2026-12-02T00:00:00Z\n",
  };
  expect(await outcome(files, async (at) => await latenessFrom({ policy: at("p.json"), submitted: at("s.csv"), extensions: at("e.csv") }))).toEqual([
    ["ada", 10, 2, []],
    ["bob", 16, 0, ["late by 2 days begun: -20 %"]],
  ]);
});

test.each([
  [`${HEAD}ada,2026-12-02T00:00:00Z\n`, /does not tell when "bob" was submitted/],
  [`${HEAD}ada,2026-12-02T00:00:00\n`, /line 2: "2026-12-02T00:00:00" is no time such as/],
  ...[
    "2026-13-02T00:00:00Z",
    "2026-11-31T12:00:00Z",
    "2026-02-29T12:00:00Z",
    "2026-12-02T24:00:00Z",
    "2026-12-02T12:60Z",
    "2026-12-00T12:00Z",
    "2026-12-01T12:00+24:00",
  ].map((time) => [`${HEAD}ada,${time}\n`, /line 2: ".*" is no time such as/] as const),
  [`${HEAD}ada,2026-12-02T00:00:00Z\nada,2026-12-02T00:00:00Z\n`, /line 3: "ada" is there twice/],
])("times that are not to be understood change nothing: %j", async (table, why) => {
  const files = { "p.json": POLICY, "s.csv": table };
  await expect(outcome(files, async (at) => await latenessFrom({ policy: at("p.json"), submitted: at("s.csv") }))).rejects.toThrow(why);
});

test.each([
  ["{", /is not JSON/],
  ["[]", /is not a JSON object/],
  ['{"percentPerDay":1}', /"deadline" is missing/],
  ['{"deadline":"x"}', /"percentPerDay" is no number from 0/],
  ['{"deadline":"x","percentPerDay":-1}', /"percentPerDay" is no number from 0/],
  ['{"deadline":"x","percentPerDay":101}', /"percentPerDay" is over 100/],
  ['{"deadline":"x","percentPerDay":10,"mostPercent":500}', /"mostPercent" is over 100/],
  ['{"deadline":"x","percentPerDay":1,"perDay":2}', /unknown key "perDay"/],
])("a policy that is not to be understood: %s", (text, why) => {
  expect(() => parsePolicy("late.json", text)).toThrow(why);
});

test("everybody in a group gets its result", async () => {
  expect(await outcome({ "g.csv": "student,submission\nann,ada\nada,ada\n" }, async (at) => await groupsFrom(at("g.csv")))).toEqual([
    ["ann", 10, 2, ["of group ada"]],
    ["ada", 10, 2, []],
    ["bob", 20, 0, []],
  ]);
  await expect(outcome({ "g.csv": "student,submission\nann,ada\nbob,ada\n" }, async (at) => await groupsFrom(at("g.csv")))).rejects.toThrow(
    '"bob" is in a group, and has handed in alone, too',
  );
  const twice = { "g.csv": "student,submission\nann,ada\nann,bob\n" };
  await expect(outcome(twice, async (at) => await groupsFrom(at("g.csv")))).rejects.toThrow('line 3: "ann" is in two groups');
  await expect(outcome({ "g.csv": "student,submission\nann,eve\n" }, async (at) => await groupsFrom(at("g.csv")))).rejects.toThrow(
    'there is no submission "eve"',
  );
});

test("what was decided stands in the reports, and a formula in it is none", async () => {
  using folder = folderWith({});
  const file = join(folder.path, "a.csv");
  writeFileSync(file, "\ufeffsubmission,check,points,reason,by\nada,,1,=cmd(),TA\n");
  const entries = gradebook(results(), [await adjustmentsFrom(file)]);
  for (const format of ["csv", "terminal", "markdown"] as const) expect(await makeReport(format, entries, paintFor({}, {}))).toContain("+1: =cmd() (TA)");
  expect(await makeReport("csv", entries, paintFor({}, {}))).toMatch(/,'\+1: =cmd\(\) \(TA\),/);
});
