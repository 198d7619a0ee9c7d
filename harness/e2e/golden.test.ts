import { expect, test } from "@jest/globals";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { labNames } from "../lab/load-lab.js";
import { golden, judgeGolden } from "../proof/golden.js";

const labs = (await labNames()).filter((lab) => existsSync(golden(lab)));
const folders = labs.flatMap((lab) =>
  readdirSync(golden(lab), { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [{ lab, program: entry.name }] : [])),
);

test.each(folders)("$lab: what $program put on the wire is judged as ever", async ({ lab, program }) => {
  const folder = join(golden(lab), program);
  const verdicts: unknown = JSON.parse(readFileSync(join(folder, "verdicts.json"), "utf8"));
  expect(await judgeGolden(lab, folder)).toEqual(verdicts);
});

test("every program that a lab names is there", () => {
  const named = labs.flatMap((lab) =>
    Object.keys(JSON.parse(readFileSync(join(golden(lab), "programs.json"), "utf8")) as object).map((program) => ({
      lab,
      program: program.replaceAll("/", "-"),
    })),
  );
  expect(named.length).toBeGreaterThan(0);
  expect([...folders].sort(byName)).toEqual(named.sort(byName));
});

function byName(a: { lab: string; program: string }, b: { lab: string; program: string }): number {
  return `${a.lab}/${a.program}`.localeCompare(`${b.lab}/${b.program}`);
}
