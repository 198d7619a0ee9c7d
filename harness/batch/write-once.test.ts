import { expect, test } from "@jest/globals";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeAtomically, writeOnce } from "./write-once.js";

test("what is written once stays, what is written anew is replaced, and nothing else is left", async () => {
  const folder = mkdtempSync(join(tmpdir(), "wiregrade-test-"));
  try {
    const file = join(folder, "result.json");
    expect(await writeOnce(file, "first")).toBe(true);
    expect(await writeOnce(file, "second")).toBe(false);
    expect(readFileSync(file, "utf8")).toBe("first");
    await writeAtomically(file, "third");
    expect(readFileSync(file, "utf8")).toBe("third");
    const outcomes = await Promise.all(["a", "b"].map((text) => writeOnce(join(folder, text), text)));
    expect(outcomes).toEqual([true, true]);
    expect(readdirSync(folder).sort()).toEqual(["a", "b", "result.json"]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
