import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pLimit from "p-limit";
import { STAFF_FOLDERS } from "../batch/probe-isolation.js";
import { isRoot } from "../batch/worker-home.js";
import type { Level } from "../process/isolation.js";
import { EXPECTED, gradeHostile, HONEST, type Outcome } from "./test-hostile.js";

/**
 * `node test-hostile-batch.js <level> <jobs> [names]`: grades the hostile submissions (all, or those named, with commas between) beside honest
 * ones, and prints their outcomes as JSON. Best started within a closed world, see test-closed-world.ts.
 */

const [level, jobs, names = ""] = process.argv.slice(2) as [Level, string, string?];
const hostile = names === "" ? Object.keys(EXPECTED) : names.split(",");
const [first, last] = Object.keys(HONEST) as [string, string];

/** What is looked for in our environment and our workers'. */
process.env["WIREGRADE_TEST_SECRET"] = "seen";
/** What some leave where everybody may write. */
const LEFT = ["/tmp", "/var/tmp", "/dev/shm"].map((folder) => join(folder, "left-by-leaves-files-for-later-runs"));

/** As another submission's server would: answers whoever finds it. */
async function serveAsNeighbour(): Promise<void> {
  const server = createServer((socket) => socket.on("data", (chunk) => socket.write(chunk.toString().toUpperCase())).on("error", () => undefined)).unref();
  for (let port = 31_000; !server.listening && port < 31_100; port++)
    await new Promise((resolve) => server.once("error", resolve).listen(port, "127.0.0.1", () => resolve(null)));
}

/** Those that are here: a clone that was unpacked from an archive has no history. */
const staffFolders = STAFF_FOLDERS.filter((folder) => statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true);

/** As `grade` does for the level `user`: the staff's files are closed to others. Here on copies, mounted where nobody else sees them. */
function closeStaffFiles(base: string): void {
  for (const [index, folder] of staffFolders.entries()) {
    const copy = join(base, `staff-${index}`);
    cpSync(folder, copy, { recursive: true });
    chmodSync(copy, 0o700);
    execFileSync("mount", ["--bind", copy, folder]);
  }
}

const base = mkdtempSync(join(tmpdir(), "hostile-"));
chmodSync(base, 0o711);
const folders = { submissions: join(base, "submissions"), records: join(base, "records"), scratch: mkdtempSync(join(base, "wiregrade-")) };
for (const folder of [folders.submissions, folders.records]) mkdirSync(folder, { mode: 0o700 });
chmodSync(folders.scratch, 0o711);
const removeLeft = () => LEFT.forEach((file) => rmSync(file, { force: true }));
try {
  removeLeft();
  await serveAsNeighbour();
  if (level === "user") closeStaffFiles(base);
  const before = statSync("/etc/passwd");
  const limit = pLimit(Number(jobs));
  const outcomes: Outcome[] = await Promise.all([first, ...hostile, last].map((name, index) => limit(() => gradeHostile(name, level, folders, index))));
  const after = statSync("/etc/passwd");
  if (before.uid !== after.uid || before.mode !== after.mode || before.mtimeMs !== after.mtimeMs)
    for (const outcome of outcomes) outcome.breaches.push("/etc/passwd has changed");
  process.stdout.write(`${JSON.stringify(outcomes)}\n`);
} finally {
  removeLeft();
  if (level === "user" && isRoot) for (const folder of staffFolders) execFileSync("umount", ["--lazy", folder]);
  rmSync(base, { recursive: true, force: true, maxRetries: 3 });
}
