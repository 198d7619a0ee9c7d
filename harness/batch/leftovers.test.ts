import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BatchState } from "./batch-state.js";
import { removeLeftovers } from "./leftovers.js";

let out: string;
beforeEach(() => void (out = mkdtempSync(join(tmpdir(), "wiregrade-test-"))));
afterEach(() => rmSync(out, { recursive: true }));

test("files that were being written are removed; a folder of such a name is not ours", async () => {
  for (const file of ["grades.csv.partial", "summary.json.partial", "grades.csv"]) writeFileSync(join(out, file), "");
  mkdirSync(join(out, "batch.json.partial"));
  await removeLeftovers(out, { scratch: "/nowhere", submissions: [] } as unknown as BatchState);
  expect(readdirSync(out).sort()).toEqual(["batch.json.partial", "grades.csv"]);
});
