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
    ["ada", 14.5, 2, ["adjusted by +4.5 for b: right, read again (TA Kim)"]],
    ["bob", 17, 2, ["adjusted by -3: copied (TA Kim)", "adjusted by +2 for c: half of it (TA Lee)"]],
  ]);
});

const POLICY = JSON.stringify({ deadline: "2026-11-30T23:59:00+01:00", graceMinutes: 10, percentPerDay: 10, mostPercent: 25, closesAfterDays: 5 });
const HEAD = "submission,submitted\n";

const appeal = (...rows: string[]) => `submission,check,points,reason,by\n${rows.map((row) => `${row},x,y\n`).join("")}`;

test.each([
  ["bob,c,30", "line 2: +30 for c makes 30 of 4 points"],
  ["bob,c,-1", "line 2: -1 for c makes -1 of 4 points"],
  ["ada,b,10.5", "line 2: +10.5 for b makes 10.5 of 10 points"],
  ["ada,a,-11", "line 2: -11 for a makes -1 of 10 points"],
  ["ada,,19", "line 2: +19 makes 31 of 20 points and 10 beyond"],
  ["ada,,-12.5", "line 2: -12.5 makes -0.5 of 20 points and 10 beyond"],
])("points beyond their bounds are refused: %s", async (row, why) => {
  await expect(outcome({ "a.csv": appeal(row) }, async (at) => await adjustmentsFrom(at("a.csv")))).rejects.toThrow(why);
});

test("the same line twice is refused; another one for the same check is not", async () => {
  const step = async (at: (name: string) => string) => await adjustmentsFrom(at("a.csv"));
  await expect(outcome({ "a.csv": appeal("ada,b,2", "ada,b,1", "ada,b,2") }, step)).rejects.toThrow("line 4: is there already, in line 2");
  expect(await outcome({ "a.csv": appeal("ada,b,2", "ada,b,1") }, step)).toContainEqual(["ada", 13, 2, expect.anything()]);
});

test("points beyond a full score stay when a check beyond is adjusted, in either order", async () => {
  const step = async (at: (name: string) => string) => await adjustmentsFrom(at("a.csv"));
  const rows = ["bob,,6", "bob,c,1"];
  for (const table of [appeal(...rows), appeal(...rows.toReversed())])
    expect(await outcome({ "a.csv": table }, step)).toContainEqual(["bob", 24, 3, expect.anything()]);
});

test("what has become too much by a change of the rubric counts within bounds, and the note says so", async () => {
  using folder = folderWith({ "a.csv": appeal("ada,b,12", "bob,a,-11", "bob,,15") });
  const steps = [await adjustmentsFrom(join(folder.path, "a.csv"))];
  const entries = gradebook(results(), steps, { names: new Set(), judgedAgain: true });
  expect(entries.map(({ score, bonus, remarks }) => [score, bonus, remarks])).toEqual([
    [20, 2, ["adjusted by +12 for b, of which 10 count since the rubric has changed: x (y)"]],
    [24, 1, ["adjusted by -11 for a, of which 10 count since the rubric has changed: x (y)", "adjusted by +15: x (y)"]],
  ]);
});

test("what is given on top of a full score is beyond it, and what is taken comes from the score first", async () => {
  const step = async (at: (name: string) => string) => await adjustmentsFrom(at("a.csv"));
  expect(await outcome({ "a.csv": appeal("ada,,13", "bob,,-4") }, step)).toEqual([
    ["ada", 20, 5, expect.anything()],
    ["bob", 16, 0, expect.anything()],
  ]);
  expect(await outcome({ "a.csv": appeal("ada,,-11") }, step)).toContainEqual(["ada", 0, 1, expect.anything()]);
});

test("a check that was made whole has not failed, and one that lost points has not passed", async () => {
  using folder = folderWith({ "a.csv": appeal("ada,b,10", "bob,b,-2") });
  const entries = gradebook(results(), [await adjustmentsFrom(join(folder.path, "a.csv"))]);
  expect(entries.map(({ verdicts }) => verdicts.map(({ status, points, cause, reason }) => [status, points, cause, reason]).at(1))).toEqual([
    ["pass", 10, null, null],
    ["fail", 8, null, "adjusted by -2 for b: x (y)"],
  ]);
});

test("rows about submissions of the batch whose results are not here are left alone", async () => {
  using folder = folderWith({
    ...{ "a.csv": appeal("eve,z,99", "ada,b,1"), "g.csv": "submission,student\neve,eva\n", "p.json": POLICY },
    ...{ "s.csv": `${HEAD}ada,2026-11-01T00:00:00Z\nbob,2026-11-01T00:00:00Z\n`, "e.csv": "submission,deadline\neve,2026-12-09T00:00:00Z\n" },
  });
  const at = (name: string) => join(folder.path, name);
  const lateness = await latenessFrom({ policy: at("p.json"), submitted: at("s.csv"), extensions: at("e.csv") });
  const steps = [await adjustmentsFrom(at("a.csv")), lateness, await groupsFrom(at("g.csv"))];
  expect(gradebook(results(), steps, { names: new Set(["eve"]), judgedAgain: false }).map(({ score }) => score)).toEqual([11, 20]);
  for (const step of steps) expect(() => gradebook(results(), [step])).toThrow('there is no submission "eve"');
});

test.each([
  ["submission,check,points\n", /does not name "reason" and "by"/],
  ["submission,check,points,reason,by\nada,b,lots,x,y\n", /line 2: "lots" is no number of points/],
  ["submission,check,points,reason,by\nada,b,1,,y\n", /line 2: says no reason/],
  ["submission,check,points,reason,by\neve,b,1,x,y\n", /there is no submission "eve"/],
  ["submission,check,points,reason,by\nada,z,1,x,y\n", /line 2: ada: there is no check "z"/],
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
    ["ada", 10, 2, ["extended to 2026-12-02T00:00:00Z"]],
    ["bob", 16, 0, ["late by 2 days begun: -20 %"]],
  ]);
});

test("an extension to before the deadline is refused", async () => {
  const files = { "p.json": POLICY, "s.csv": HEAD, "e.csv": "submission,deadline\nada,2026-11-29T00:00:00Z\n" };
  await expect(outcome(files, async (at) => await latenessFrom({ policy: at("p.json"), submitted: at("s.csv"), extensions: at("e.csv") }))).rejects.toThrow(
    'e.csv: line 2: 2026-11-29T00:00:00Z, for "ada", is before the deadline of all, 2026-11-30T23:59:00+01:00',
  );
});

test("who was in time has used no extension", async () => {
  const files = {
    ...{ "p.json": POLICY, "s.csv": `${HEAD}ada,2026-11-01T00:00:00Z\nbob,2026-11-01T00:00:00Z\n` },
    "e.csv": "submission,deadline\nada,2026-12-02T00:00:00Z\n",
  };
  const step = async (at: (name: string) => string) => await latenessFrom({ policy: at("p.json"), submitted: at("s.csv"), extensions: at("e.csv") });
  expect(await outcome(files, step)).toContainEqual(["ada", 10, 2, []]);
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
  for (const format of ["csv", "terminal", "markdown"] as const)
    expect(await makeReport(format, entries, paintFor({}, {}))).toContain("adjusted by +1: =cmd() (TA)");
  expect(await makeReport("csv", entries, paintFor({}, {}))).toMatch(/,adjusted by \+1: =cmd\(\) \(TA\),/);
  expect(await makeReport("junit", entries, paintFor({}, {}))).toContain('<property name="note" value="fails b; adjusted by +1: &#x3D;cmd() (TA)"/>');
});
