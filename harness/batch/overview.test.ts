import { expect, test } from "@jest/globals";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeReport } from "../report/formats.js";
import { paintFor } from "../report/paint.js";
import { hostileResults } from "../report/test-results.js";
import { overviewEntry, writeOverview } from "./overview.js";

test("grades.csv is the report of that name: hostile texts are made inert in it, too", async () => {
  const out = mkdtempSync(join(tmpdir(), "wiregrade-test-"));
  try {
    const results = hostileResults();
    await writeOverview(out, results.map(overviewEntry), { lab: "some-lab", labDigest: "", seed: "s", startedAt: "", durationMs: 0 });
    expect(readFileSync(join(out, "grades.csv"), "utf8")).toBe(await makeReport("csv", results, paintFor({}, {})));
  } finally {
    rmSync(out, { recursive: true });
  }
});
