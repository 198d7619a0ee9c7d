import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bringOut, isRoot } from "./worker-home.js";

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "wiregrade-test-"))));
afterEach(() => rmSync(folder, { recursive: true }));

// Only root brings anything out.
(isRoot ? describe : describe.skip)("what a worker recorded", () => {
  test("is brought out; that it is nothing is no error, that it cannot be brought out is one", async () => {
    const [from, to] = [join(folder, "from"), join(folder, "in", "to")];
    await bringOut(from, to);
    expect(existsSync(to)).toBe(false);
    mkdirSync(from);
    writeFileSync(join(from, "a.whole.1.jsonl"), "{}");
    await bringOut(from, to);
    expect(readFileSync(join(to, "a.whole.1.jsonl"), "utf8")).toBe("{}");
    await expect(bringOut(to, join(to, "below"))).rejects.toMatchObject({ code: "EINVAL" });
  });
});
