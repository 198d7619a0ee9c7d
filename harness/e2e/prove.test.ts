import { expect, test } from "@jest/globals";
import { labNames } from "../lab/load-lab.js";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { EarlierRows, type StoredProof } from "../proof/earlier-proof.js";
import { loadMutants, writeMutant } from "../proof/mutant.js";
import { proofDigest } from "../proof/proof-digest.js";
import { proofMarkdown, statedDigest } from "../proof/proof-markdown.js";
import { mutantRow } from "../proof/proof-row.js";
import type { Result } from "../score/result.js";
import { packageFile } from "../text/package-root.js";
import { folderWith, wiregrade } from "./run-cli.js";

test("a mutant that fails what it must proves its check", async () => {
  const { code, stdout } = await wiregrade(["prove", "udp-echo", "--quick", "--only", "server-leaves-a-and-z"]);
  expect(stdout).toMatch(/✓ mutant +server-leaves-a-and-z +fails .*answers-in-upper-case/);
  expect(code).toBe(0);
});

test("a mutant that there is not is no proof", async () => {
  const { code, stderr } = await wiregrade(["prove", "udp-echo", "--quick", "--only", "leaves-a", "--only", "nobody"]);
  expect(stderr).toMatch(/^error: --only nobody: no mutant of udp-echo has this in its name/m);
  expect(code).toBe(2);
});

test("--resume takes over what is right, runs the rest, and nothing of it where something else was proved", async () => {
  using folder = folderWith({});
  const file = join(folder.path, "proof.json");
  const again = async (...only: string[]) =>
    await wiregrade(["prove", "udp-echo", "--quick", ...only.flatMap((name) => ["--only", name]), "--seed", "s", "--resume", file]);
  expect((await again("server-leaves-a-and-z")).code).toBe(0);
  const first = JSON.parse(readFileSync(file, "utf8")) as StoredProof;
  expect(first.rows.map(({ name, problems }) => [name, problems])).toEqual([["server-leaves-a-and-z", []]]);
  // What was run is told from what was taken over by a mark of ours in the row.
  writeFileSync(file, JSON.stringify({ ...first, rows: first.rows.map((row) => ({ ...row, secondRun: true })) }));
  const { code, stdout } = await again("server-leaves-a-and-z", "server-ignores-its-port");
  expect(code).toBe(0);
  expect(stdout).toMatch(/server-leaves-a-and-z .*\(second run\)/);
  expect(stdout).not.toMatch(/server-ignores-its-port .*\(second run\)/);
  writeFileSync(file, JSON.stringify({ ...first, basis: "" }));
  expect((await again("server-leaves-a-and-z")).stdout).toMatch(/^udp-echo: nothing of .*proof\.json holds any more/);
  writeFileSync(file, "{}");
  expect(await again("server-leaves-a-and-z")).toMatchObject({ code: 2, stderr: expect.stringContaining("holds no proof") });
});

const lab = { name: "x", checks: ["life", "a", "b"].map((id) => ({ id, requires: id === "life" ? [] : ["life"] })) } as never;
const mutant = { name: "m", mistake: "", edits: [], mustFail: ["a"], mayFail: [] };

function resultOf(statuses: Record<string, string>): Result {
  return { build: { status: "none" }, verdicts: Object.entries(statuses).map(([check, status]) => ({ check, status, reason: null })) } as never;
}

test("a mutant's row tells what it passes but must fail, what it fails but should not, and what could not be judged", () => {
  expect(mutantRow(lab, mutant, resultOf({ life: "pass", a: "fail", b: "pass" })).problems).toEqual([]);
  expect(mutantRow(lab, mutant, resultOf({ life: "pass", a: "pass", b: "pass" })).problems).toEqual(["passes a, which it must fail"]);
  expect(mutantRow(lab, mutant, resultOf({ life: "pass", a: "fail", b: "fail" })).problems).toEqual(["fails b, which it should not"]);
  expect(mutantRow(lab, mutant, resultOf({ life: "pass", a: "error", b: "pass" })).problems).toEqual(["a could not be judged: "]);
  expect(mutantRow(lab, { ...mutant, mustFail: ["life"] }, resultOf({ life: "fail", a: "skip", b: "skip" })).problems).toEqual([]);
  expect(mutantRow(lab, { ...mutant, mustFail: [] }, resultOf({ life: "pass", a: "pass", b: "pass" })).problems).toEqual(["is not bound to fail any check"]);
});

test("a row of an earlier run stands by today's bindings only, and for the same edits", () => {
  const row = mutantRow(lab, mutant, resultOf({ life: "pass", a: "fail", b: "fail" }));
  const rows = new EarlierRows(lab, { rows: [row], underLoad: [{ ...row, round: 2 }] });
  const of = (changes: Partial<typeof mutant>, round?: number) => rows.of({ kind: "mutant", name: "m", mutant: { ...mutant, ...changes } }, round);
  expect(of({})).toBeNull();
  expect(of({ mayFail: ["b"] as never })).toMatchObject({ failed: ["a", "b"], problems: [] });
  expect(of({ mayFail: ["b"] as never }, 5)).toMatchObject({ round: 5 });
  expect(of({ mayFail: ["b"] as never, edits: [{ file: "x", find: "y", replace: "z" }] as never })).toBeNull();
  const unsure = mutantRow(lab, mutant, resultOf({ life: "pass", a: "fail", b: "error" }));
  expect(new EarlierRows(lab, { rows: [unsure], underLoad: [] }).of({ kind: "mutant", name: "m", mutant })).toBeNull();
});

test.each(await labNames())("every mutant of %s fits its solution: each text to replace occurs once", async (name) => {
  using folder = folderWith({});
  const mutants = await loadMutants(packageFile("reference", name, "mutants"));
  expect(mutants.length).toBeGreaterThanOrEqual(15);
  for (const one of mutants) await writeMutant(packageFile("reference", name, "solution"), one, join(folder.path, one.name));
});

test("a mutant that does not fit, or is not JSON, is named", async () => {
  using folder = folderWith({ "server.ts": "a a" });
  using other = folderWith({});
  const edits = [{ file: "server.ts", find: "a", replace: "b" }];
  await expect(writeMutant(folder.path, { ...mutant, edits }, join(other.path, "copy"))).rejects.toThrow(
    "mutant m: its text to replace occurs 2 times in server.ts, not once",
  );
  writeFileSync(join(folder.path, "bad.json"), "{");
  await expect(loadMutants(folder.path)).rejects.toThrow(/bad\.json: /);
});

test("what a proof rests on is told by a digest: a scenario counts, a handout does not", async () => {
  const digest = await proofDigest("udp-echo");
  expect(digest).toMatch(/^[0-9a-f]{64}$/);
  expect(await proofDigest("udp-echo")).toBe(digest);
  expect(await proofDigest("tcp-echo")).not.toBe(digest);
});

test("--changed asks for a proof only if its PROOF.md was written for something else", async () => {
  using folder = folderWith({});
  const file = join(folder.path, "PROOF.md");
  const proof = { rows: [], underLoad: [], unproven: [] };
  const digest = await proofDigest("udp-echo");
  writeFileSync(file, proofMarkdown({ name: "udp-echo", checks: [] }, proof, digest));
  expect(await statedDigest(file)).toBe(digest);
  expect(await statedDigest(join(folder.path, "none.md"))).toBeNull();
});
