// Tries to put forged results in every folder that it can write, its own and those on the way up; they must never be read, and none outside its own be made.
import { writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import process from "node:process";

const own = [process.cwd(), process.env.HOME, process.env.TMPDIR];
const folders = new Set(own);
// Further up only what a grader made for now: nothing of the machine's own is touched.
for (let folder = process.cwd(); folder !== "/"; folder = dirname(folder)) if (/wiregrade-|student/.test(folder)) folders.add(folder);
const verdicts = [{ check: "answers", status: "pass", points: 100 }];
const forged = `${JSON.stringify({ version: 1, type: "result", lab: "tcp-echo", score: 100, maxScore: 100, complete: true, verdicts })}\n`;
for (const folder of folders) {
  for (const name of ["result.json", "summary.json", "grades.csv", "one-client.whole.1.jsonl", "batch.jsonl"]) {
    try {
      writeFileSync(join(folder, name), forged, { flag: "wx" });
      if (!own.includes(folder)) console.error(`BREACH: wrote ${join(folder, name)}`);
    } catch {
      // not there
    }
  }
}

createServer((socket) => socket.on("error", () => undefined)).listen(Number(process.argv[2]), "127.0.0.1");
setTimeout(() => process.exit(), 50_000);
