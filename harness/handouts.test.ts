import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "@jest/globals";
import { packageFile } from "./text/package-root.js";

test("every HANDOUT.md is what its template and its rubric make", async () => {
  const run = promisify(execFile)(process.execPath, [packageFile("scripts", "make-handouts.mjs"), "--check"]);
  await expect(run).resolves.toEqual({ stdout: "", stderr: "" });
});
