// `npm run dialogues -- [lab...]`: writes labs/<lab>/dialogues.txt anew: how each visible scenario goes with a right program, which
// `wiregrade explain` shows to who has not run it yet. To be done when scenarios have changed; what goes as before stays as it is written.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
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
import { scratchFolder } from "./scratch-folder.mjs";

/** The dialogues that are written already, by scenario. */
function written(file) {
  const sections = existsSync(file) ? readFileSync(file, "utf8").split(/^(?=# )/m) : [];
  return new Map(sections.map((section) => [section.slice("# ".length, section.indexOf("\n")), section]));
}

/** Behind an address, a program's file or the word. */
const PORT = /(\b127(?:\.\d{1,3}){3}[: ]|\.js |\bport\b\W{1,4})\d{4,5}\b/g;

/** What two runs of a scenario have in common: not the times, the ports, and who of several comes first. */
function gist(section) {
  const lines = section
    .trimEnd()
    .replaceAll(/^ *\d+ ms/gm, "")
    .replaceAll(PORT, "$1<port>")
    .split("\n");
  return lines.sort().join("\n");
}

/** Lines of a dialogue that are kept, and chars of each. */
const AT_MOST = 30;
const WIDTH = 200;

const root = fileURLToPath(new URL("..", import.meta.url));
const scratch = scratchFolder("dialogues");
const plain = paintFor({}, {});

for (const name of process.argv.length > 2 ? process.argv.slice(2) : await labNames()) {
  const lab = await loadLab(name, { hidden: false });
  const transcripts = join(scratch, name, "transcripts");
  const job = { ...ORDINARY_JOB, lab: name, folder: join(root, "reference", name, "solution"), name: "yours", seed: "example", hidden: false, transcripts };
  const { verdicts } = await startWorker({ ...job, scratch: join(scratch, name, "worker") }, () => undefined).result;
  const failed = verdicts.filter(({ status }) => status !== "pass").map(({ check }) => check);
  if (failed.length > 0) throw new Error(`${name}: no right program, or a machine that is too busy: ${failed.join(", ")}`);
  const file = join(root, "labs", name, "dialogues.txt");
  const before = written(file);
  const sections = [...new Set(lab.checks.map(({ scenario }) => scenario))].map((scenario) => {
    const transcript = firstRun(transcripts, scenario);
    if (transcript === undefined) throw new Error(`${name}: nothing on record of ${scenario}`);
    const { events } = parseTranscript(readFileSync(join(transcripts, transcript), "utf8"), transcript);
    const rows = linesOf(events, events, new Set())
      .map((line) => dialogueRow(line, plain).trimEnd().replaceAll(scratch, "/tmp"))
      .map((row) => (row.length > WIDTH ? `${row.slice(0, WIDTH - 3)}...` : row));
    const more = rows.length > AT_MOST ? ["..."] : [];
    const section = `${[`# ${scenario}`, ...rows.slice(0, AT_MOST), ...more].join("\n")}\n`;
    const old = before.get(scenario)?.trimEnd().concat("\n");
    return old !== undefined && gist(old) === gist(section) ? old : section;
  });
  writeFileSync(file, sections.join("\n"));
  const kept = sections.filter((section) => [...before.values()].some((old) => old.trimEnd() === section.trimEnd())).length;
  console.log(`${name}: ${sections.length} dialogues, ${sections.length - kept} of them new`);
}
