// `npm run dialogues -- [lab...]`: writes labs/<lab>/dialogues.txt anew: how each visible scenario goes with a right program, which
// `wiregrade explain` shows to who has not run it yet. To be done when scenarios have changed.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ORDINARY_JOB } from "../dist/harness/batch/job.js";
import { startWorker } from "../dist/harness/batch/run-worker.js";
import { linesOf } from "../dist/harness/judge/dialogue-lines.js";
import { labNames, loadLab } from "../dist/harness/lab/load-lab.js";
import { dialogueRow } from "../dist/harness/report/failure-text.js";
import { paintFor } from "../dist/harness/report/paint.js";
import { parseTranscript } from "../dist/harness/transcript/lines.js";
import { firstRun } from "./first-run.mjs";

/** Lines of a dialogue that are kept, and chars of each. */
const AT_MOST = 30;
const WIDTH = 200;

const root = fileURLToPath(new URL("..", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "wiregrade-dialogues-"));
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => process.exit(130));
const plain = paintFor({}, {});

for (const name of process.argv.length > 2 ? process.argv.slice(2) : await labNames()) {
  const lab = await loadLab(name, { hidden: false });
  const transcripts = join(scratch, name, "transcripts");
  const job = { ...ORDINARY_JOB, lab: name, folder: join(root, "reference", name, "solution"), name: "yours", seed: "example", hidden: false, transcripts };
  const { verdicts } = await startWorker({ ...job, scratch: join(scratch, name, "worker") }, () => undefined).result;
  const failed = verdicts.filter(({ status }) => status !== "pass").map(({ check }) => check);
  if (failed.length > 0) throw new Error(`${name}: no right program, or a machine that is too busy: ${failed.join(", ")}`);
  const sections = [...new Set(lab.checks.map(({ scenario }) => scenario))].map((scenario) => {
    const file = firstRun(transcripts, scenario);
    if (file === undefined) throw new Error(`${name}: nothing on record of ${scenario}`);
    const { events } = parseTranscript(readFileSync(join(transcripts, file), "utf8"), file);
    const rows = linesOf(events, events, new Set())
      .map((line) => dialogueRow(line, plain).trimEnd().replaceAll(scratch, "/tmp"))
      .map((row) => (row.length > WIDTH ? `${row.slice(0, WIDTH - 3)}...` : row));
    const more = rows.length > AT_MOST ? ["..."] : [];
    return [`# ${scenario}`, ...rows.slice(0, AT_MOST), ...more, ""].join("\n");
  });
  writeFileSync(join(root, "labs", name, "dialogues.txt"), sections.join("\n"));
  console.log(`${name}: ${sections.length} dialogues`);
}
