import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { ORDINARY_JOB } from "../batch/job.js";
import { startWorker } from "../batch/run-worker.js";
import { WiregradeError } from "../errors.js";
import type { Level } from "../process/isolation.js";
import type { Result } from "../score/result.js";
import { copySubmission } from "../submission/files.js";
import { packageFile } from "../text/package-root.js";

/** Hostile submissions (reference/hostile), each graded by a worker as `grade` does, and what came of them. */

export const HOSTILE_LAB = "tcp-echo";

/** What must come of one: an entry of reference/hostile/expected.json, by the folder's name. */
export interface Expected {
  /** Those that are judged, if not `CHECKS`. */
  checks?: string[];
  /** The checks that it passes, at every level that contains it. */
  earns: string[];
  /** Levels at which nothing of what it tries succeeds. */
  containedAt: Level[];
  /** What contains it, in a few words. */
  by: string;
  /** A pattern for what is said about its end. */
  says?: string;
  /** The code of the error that it is refused with. */
  refused?: string;
  /** Ours: the time that its build gets, s. */
  buildSeconds?: number;
  /** What git cannot hold, or a checkout should not: links by name, a FIFO. */
  links?: Record<string, string>;
  fifo?: string;
}

export const CHECKS = ["answers", "answers-in-upper-case", "closes-after-the-client"];

export const EXPECTED = JSON.parse(readFileSync(packageFile("reference", "hostile", "expected.json"), "utf8")) as Record<string, Expected>;

/** Right submissions that are graded beside them, with the checks of both roles. */
export const HONEST = { "honest-reference": "solution", "honest-python": "examples/right-python" };
export const HONEST_CHECKS = [...CHECKS, "answers-each-line", "client-speaks", "client-prints-replies", "client-exit-status"];

/** What came of one submission at one level. */
export interface Outcome {
  name: string;
  passed: string[];
  score: number;
  /** Whether every check was judged. */
  complete: boolean;
  problems: string[];
  /** The code of the error that there is in place of a result. */
  refused: string | null;
  /** Everything that is said about ends: of programs, of the build, of the submission. */
  said: string[];
  /** What it told that it could do, and what it has left. */
  breaches: string[];
  recordBytes: number;
  ms: number;
  result: Result | null;
}

/** Grades one; `base`: the batch's temporary folder; `index`: of this submission in the batch. */
export async function gradeHostile(
  name: string,
  level: Level,
  base: { submissions: string; scratch: string; records: string },
  index: number,
): Promise<Outcome> {
  const expected = EXPECTED[name];
  const folder = join(base.submissions, name);
  await copySubmission(
    expected === undefined ? packageFile("reference", HOSTILE_LAB, HONEST[name as keyof typeof HONEST]) : packageFile("reference", "hostile", name),
    folder,
  );
  for (const [link, target] of Object.entries(expected?.links ?? {})) symlinkSync(target, join(folder, link));
  if (expected?.fifo !== undefined) execFileSync("mkfifo", [join(folder, expected.fifo)]);
  const records = join(base.records, name);
  const job = {
    ...{ ...ORDINARY_JOB, lab: HOSTILE_LAB, folder, name, seed: "hostile", checks: expected === undefined ? HONEST_CHECKS : (expected.checks ?? CHECKS) },
    ...{ transcripts: records, scratch: join(base.scratch, String(index)), runsAtOnce: 2, isolation: { level, uid: null } },
    ...(expected?.buildSeconds === undefined ? {} : { buildSeconds: expected.buildSeconds }),
  };
  const started = performance.now();
  const outcome = await startWorker(job, () => undefined).result.catch((error: unknown) => error);
  const ms = Math.round(performance.now() - started);
  const result = outcome instanceof WiregradeError ? null : (outcome as Result);
  const { lines, bytes } = readRecords(records);
  const said = lines.flatMap((line) => [line.cause, line.type === "signal" ? null : line.why].filter((text) => typeof text === "string"));
  return {
    ...{ name, ms, result, recordBytes: bytes, score: result?.score ?? 0, complete: result?.complete ?? false },
    passed: result?.verdicts.flatMap(({ check, status }) => (status === "pass" ? [check] : [])) ?? [],
    problems: result?.problems.map(({ message }) => message) ?? [],
    refused: outcome instanceof WiregradeError ? outcome.code : null,
    said: [...said, result?.build.reason ?? "", outcome instanceof WiregradeError ? outcome.message : ""].filter((text) => text !== ""),
    breaches: [...breachesIn(lines, result), ...leftProcesses(name), ...leftFolders(join(base.scratch, String(index)))],
  };
}

/** A record grows by what is kept of an endless reply, and no further. */
const RECORD_BYTES = 8 << 20;

/** What came otherwise than expected of a submission that is to be contained; of an honest one, what it lost. */
export function differences(outcome: Outcome, level: Level): string[] {
  const expected: Expected = EXPECTED[outcome.name] ?? { earns: HONEST_CHECKS, containedAt: [level], by: "" };
  if (!expected.containedAt.includes(level)) return [];
  const said = outcome.said.join("\n");
  const { says, refused } = expected;
  return [
    ...outcome.breaches,
    ...expected.earns.filter((check) => !outcome.passed.includes(check)).map((check) => `lost ${check}`),
    ...outcome.passed.filter((check) => !expected.earns.includes(check)).map((check) => `earned ${check}`),
    ...(refused === undefined && !outcome.complete ? [`incomplete: ${outcome.problems.join("; ")} ${outcome.refused ?? ""}`] : []),
    ...(refused !== undefined && !new RegExp(refused).test(outcome.refused ?? "") ? [`not refused: ${outcome.refused ?? "graded"}`] : []),
    ...(says !== undefined && !new RegExp(says).test(said) ? [`does not say ${says}, but: ${said}`] : []),
    ...(outcome.recordBytes > RECORD_BYTES ? [`a record of ${outcome.recordBytes} bytes`] : []),
  ];
}

/** The lines of transcripts, as far as they are looked at here. */
interface Line {
  type: string;
  cause?: unknown;
  why?: unknown;
  bytes?: string;
}

function readRecords(folder: string): { lines: Line[]; bytes: number } {
  const files = readdirOr(folder).map((name) => join(folder, name));
  const lines = files.flatMap((file) =>
    readFileSync(file, "utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as Line),
  );
  return { lines, bytes: files.reduce((sum, file) => sum + statSync(file).size, 0) };
}

function breachesIn(lines: readonly Line[], result: Result | null): string[] {
  const output = lines.filter(({ type }) => type === "stderr").map(({ bytes = "" }) => Buffer.from(bytes, "base64").toString("latin1"));
  return [...new Set([...output, result?.build.output ?? ""].join("\n").match(/^BREACH: .*$/gm))];
}

/** Processes of a submission: each of its programs has its name for an argument, or as the name of its file. */
function leftProcesses(name: string): string[] {
  return readdirOr("/proc").flatMap((pid) => {
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid) return [];
    try {
      const words = readFileSync(`/proc/${pid}/cmdline`, "latin1").split("\0");
      return words.some((word) => word === name || word === `${name}.py` || word === `${name}.mjs`) ? [`process ${pid} is left`] : [];
    } catch {
      return [];
    }
  });
}

function leftFolders(scratch: string): string[] {
  return readdirOr(scratch).map((name) => `${name} is left in the scratch`);
}

function readdirOr(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
