import { readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { WiregradeError } from "../errors.js";
import { judgeRuns } from "../judge/judge-check.js";
import type { JudgedCheck, JudgedRun } from "../judge/judged-run.js";
import { linesOf } from "../judge/dialogue-lines.js";
import { viewValidator } from "../judge/validate-view.js";
import { judgedRun } from "../lab/judging.js";
import { labNames, loadLab, type Lab } from "../lab/load-lab.js";
import { checksWithPrerequisites } from "../lab/plan.js";
import { dialogueRow, failureText, wrap } from "../report/failure-text.js";
import { inertResults } from "../report/inert-results.js";
import { paintFor, type Paint } from "../report/paint.js";
import { lastVerdicts, OWN_FOLDER } from "../student/own-run.js";
import { unknownCheck } from "../student/unknown-check.js";
import { readManifest } from "../submission/manifest.js";
import { parseTranscript } from "../transcript/lines.js";
import type { Transcript } from "../transcript/events.js";

const WIDTH = 100;
/** Lines of a dialogue that are shown. */
const AT_MOST = 40;

/** `wiregrade explain <check> [folder]`: what a check asks for and why, and how it went last time, from the records of that run. */
export async function explain(id: string, path: string): Promise<number> {
  const folder = resolve(path);
  const { lab, check } = await find(id, folder);
  const paint = paintFor(process.stdout);
  const lines = [
    paint.bold(check.title),
    paint.dim(`${lab.name}, ${check.role}: check ${check.id}, ${check.level}, ${check.points} ${check.points === 1 ? "point" : "points"}`),
    "",
    ...wrap(`It rests on ${check.clause}.`, WIDTH),
    ...wrap(`Hint: ${check.hint}`, WIDTH).map((line) => paint.cyan(line)),
    ...waitsFor(lab, check),
    "",
    ...(await lastTime(lab, check, folder, paint)),
    "",
    `alone, and again at each save: npm test -- --check ${check.id} --watch`,
    `by hand, or in a debugger: npx wiregrade test --attach ${check.role} --check ${check.id}`,
  ];
  for (const line of lines) console.log(line);
  return 0;
}

/** The check of the lab that the folder is about, or of the only one that has it. */
async function find(id: string, folder: string): Promise<{ lab: Lab; check: JudgedCheck }> {
  const manifest = await readManifest(folder).catch(() => null);
  const names = manifest === null ? await labNames() : [manifest.lab];
  const labs: Lab[] = [];
  for (const name of names) labs.push(await loadLab(name, { hidden: false }));
  const found = labs.flatMap((lab) => lab.checks.filter((check) => check.id === id).map((check) => ({ lab, check })));
  const [only, ...others] = found;
  if (only === undefined) {
    const [lab, ...more] = labs;
    throw lab !== undefined && more.length === 0 ? unknownCheck(lab, id) : new WiregradeError("CHECK_UNKNOWN", `there is no check ${JSON.stringify(id)}`);
  }
  if (others.length > 0)
    throw new WiregradeError("CHECK_UNKNOWN", `${found.map(({ lab }) => lab.name).join(" and ")} each have a check ${JSON.stringify(id)}`, {
      mend: "run it in the folder of your program",
    });
  return only;
}

function waitsFor(lab: Lab, check: JudgedCheck): string[] {
  if (check.requires.length === 0) return [];
  const titles = check.requires.map((id) => `"${lab.checks.find((one) => one.id === id)?.title ?? id}" (${id})`);
  return wrap(`It is judged once this passes: ${titles.join(", ")}.`, WIDTH);
}

/** The dialogue of the last run on record, the failure marked. */
async function lastTime(lab: Lab, check: JudgedCheck, folder: string, paint: Paint): Promise<string[]> {
  const last = await lastVerdicts(folder).catch(() => new Map<string, string>());
  if (last.get(check.id) === "skip") {
    const blocker = checksWithPrerequisites(lab, [check.id]).find(({ id }) => id !== check.id && last.get(id) !== "pass");
    if (blocker !== undefined) return [`Last time it was not judged, since ${blocker.id} did not pass: npx wiregrade explain ${blocker.id}`];
  }
  const records = await recordsOf(folder, check.scenario);
  const validate = viewValidator(lab.viewSchema);
  const runs: JudgedRun[] = records.map((transcript) => judgedRun(lab, transcript, validate));
  const [first] = runs;
  if (first === undefined)
    return [...(await exampleOf(lab, check.scenario, paint)), `Nothing is on record of your own yet: run npm test -- --check ${check.id}`];
  const outcome = judgeRuns(check, runs, lab.viewSchema);
  if (outcome.status === "fail")
    return [
      paint.bold("Last time it failed:"),
      ...inertResults([outcome.cause]).flatMap((cause) => failureText(check.id, cause, paint).map((line) => `  ${line}`)),
    ];
  const { events } = first.transcript;
  const rows = inertResults(linesOf(events, events, new Set()));
  const cut = rows.length > AT_MOST ? [paint.dim(`  ... ${rows.length - AT_MOST} lines more`)] : [];
  return [
    paint.bold(`Last time it ${outcome.status === "pass" ? "passed" : "could not be judged"}; scenario ${check.scenario} went like this:`),
    ...rows.slice(0, AT_MOST).map((row) => `  ${dialogueRow(row, paint)}`),
    ...cut,
  ];
}

/** How the scenario went with a right program, from the lab's dialogues.txt: a section for each, under "# " and its name. */
async function exampleOf(lab: Lab, scenario: string, paint: Paint): Promise<string[]> {
  const text = await readFile(join(lab.folder, "dialogues.txt"), "utf8").catch(() => "");
  const lines = text.split("\n");
  const start = lines.indexOf(`# ${scenario}`);
  if (start < 0) return [];
  const end = lines.findIndex((line, index) => index > start && line === "");
  return [
    paint.bold(`Scenario ${scenario} with a right program, for example (other inputs, other ports):`),
    ...lines.slice(start + 1, end).map((line) => `  ${line}`),
    "",
  ];
}

async function recordsOf(folder: string, scenario: string): Promise<Transcript[]> {
  const transcripts = join(folder, OWN_FOLDER, "transcripts");
  const files = (await readdir(transcripts).catch(() => [])).filter((file) => file.startsWith(`${scenario}.`) && file.endsWith(".jsonl")).sort();
  // Whole bytes first: that is how it is read best.
  const ordered = files.toSorted((a, b) => Number(b.includes(".whole.")) - Number(a.includes(".whole.")));
  const read = await Promise.all(ordered.map(async (file) => parse(await readFile(join(transcripts, file), "utf8"), file)));
  return read.filter((transcript) => transcript !== null);
}

/** Null: a run that was interrupted. */
function parse(text: string, file: string): Transcript | null {
  try {
    return parseTranscript(text, file);
  } catch {
    return null;
  }
}
