import { describe, expect, test } from "@jest/globals";
import { join } from "node:path";
import { copySubmission } from "../submission/files.js";
import { hasProc } from "../process/proc.js";
import { packageFile } from "../text/package-root.js";
import { folderWith } from "./run-cli.js";
import { gradeFolder, statuses } from "./test-job.js";
import { writeFileSync } from "node:fs";

/**
 * The reference client behind a launcher that stops the grading process itself for longer than the client waits, once or every time,
 * also where its waits are three times as long: to the client this looks like a machine that gave the harness no time.
 */
const LAUNCHER = `
import { spawn } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
const [marker, ...args] = process.argv.slice(2);
if (marker === "always" || !existsSync(marker)) {
  if (marker !== "always") writeFileSync(marker, "");
  const worker = process.ppid;
  spawn("sh", ["-c", \`kill -STOP \${worker}; sleep 6; kill -CONT \${worker}\`], { stdio: "ignore" });
}
const client = spawn(process.execPath, ["build/client.js", ...args], { stdio: "inherit" });
client.on("exit", (code) => process.exit(code ?? 1));
`;

async function submission(folder: string, marker: string): Promise<string> {
  const to = join(folder, "submission");
  await copySubmission(packageFile("reference", "udp-echo", "solution"), to);
  writeFileSync(join(to, "launcher.mjs"), LAUNCHER);
  const commands = { client: `node launcher.mjs ${marker}` };
  writeFileSync(join(to, "wiregrade.json"), JSON.stringify({ lab: "udp-echo", build: "tsc -p tsconfig.build.json", commands }));
  return to;
}

const CHECK = "client-prints-after-a-loss";
(hasProc ? describe : describe.skip)("a run that was spoilt", () => {
  test("by our own lateness is played once more, alone, and counts", async () => {
    using folder = folderWith({});
    const result = await gradeFolder("udp-echo", await submission(folder.path, join(folder.path, "stalled-once")), [CHECK], 1);
    expect(statuses(result)).toEqual({ "client-speaks": "pass", [CHECK]: "pass" });
  });

  test("again is an error of ours, never the program's, and is said to have been repeated", async () => {
    using folder = folderWith({});
    const result = await gradeFolder("udp-echo", await submission(folder.path, "always"), [CHECK], 1);
    expect(statuses(result)[CHECK]).toMatch(/^error: .*the machine gave the program no time/);
    expect(result.complete).toBe(false);
    expect(result.runs.find(({ run }) => run.startsWith("client-first-send-lost"))?.repeated).toMatch(/no time/);
  });
});
